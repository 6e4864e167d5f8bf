#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The numbers of the processes that may have been started after another one.
///
/// Numbers are given out in ascending order until they wrap around, so that those above the other
/// one's are enough, unless they may have wrapped around since.
struct YoungerProcesses {
  /// More processes and threads than this do not begin in a second.
  private static let mostPerSecond = 100_000
  /// Up to so many numbers are tried one by one, which is cheaper than a list of all processes.
  private static let fewNumbers: pid_t = 256

  private let leader: pid_t
  /// When the last number was looked at, and what it was.
  private var seen: ContinuousClock.Instant
  private var last: pid_t
  private var mayHaveWrapped = false

  init(than leader: ProcessAttempt.Leader) {
    self.leader = leader.process
    last = leader.process
    seen = leader.since
  }

  /// The numbers now.
  ///
  /// Some may belong to threads, or to nobody, unless all are to be of processes.
  mutating func numbers(ofProcessesOnly: Bool = false) -> [pid_t] {
    observe()
    if mayHaveWrapped { return ProcessTable.numbers.filter { $0 != leader } }
    if last == leader { return [] }
    if !ofProcessesOnly, last - leader <= Self.fewNumbers { return Array(leader + 1...last) }
    return ProcessTable.numbers.filter { $0 > leader }
  }

  private mutating func observe() {
    guard !mayHaveWrapped else { return }
    let now = ContinuousClock.now
    guard let last = ProcessTable.lastNumber, last >= self.last,
      now - seen < .seconds(Double(ProcessTable.mostNumbers) / Double(Self.mostPerSecond))
    else {
      mayHaveWrapped = true
      return
    }
    (self.last, seen) = (last, now)
  }
}
