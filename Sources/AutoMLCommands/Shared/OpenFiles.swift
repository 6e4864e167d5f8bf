#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The number of files that the process may have open.
enum OpenFiles {
  /// What the program itself needs, and what each job does at the most: the ends of its pipes,
  /// its process descriptor and its log.
  private static let own = 64
  private static let perJob = 8

  /// Makes room for a number of jobs at once, as far as the system allows.
  ///
  /// - Parameter setting: What the user lowers when they do not fit.
  /// - Throws: ``UserMistake`` when they do not fit.
  static func makeRoom(forJobs jobs: Int, setting: String = "parallel") throws {
    let most = (Int.max - own) / perJob
    let needed = rlim_t(own + min(jobs, most) * perJob)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur < needed else { return }
    guard limit.rlim_max >= needed else {
      throw UserMistake(
        "\(jobs) jobs at once need \(needed) open files, but the system allows "
          + "\(limit.rlim_max); lower '\(setting)' or raise the limit (ulimit -Hn).")
    }
    limit.rlim_cur = needed
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
