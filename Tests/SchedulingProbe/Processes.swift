import AutoMLScheduling
import Foundation
import Synchronization

/// Runs processes where this process has nothing else open, and tells what is left of them.
enum Processes {
  static func run() async {
    // Timers have a descriptor of their own, which is opened once for all, by the first one that is
    // not over before it is set.
    var delay = 1
    repeat {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) {
          continuation.resume()
        }
      }
      delay *= 2
    } while !descriptors.contains("anon_inode:[timerfd]") && delay < 10_000
    let before = descriptors.count
    print("ended well: \(await crowd(of: 300))")
    tellDescriptors(before)
    await withoutDescriptors(before)
    print("ended well: \(await crowd(of: 2))")
    tellDescriptors(before)
    print("children left: \(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD ? 0 : 1)")
  }

  /// - Returns: How many processes did what they should, at the same time.
  @discardableResult
  private static func crowd(of count: Int) async -> Int {
    let runner = ProcessRunner()
    return await withTaskGroup(of: Bool.self) { group in
      for number in 0..<count {
        group.addTask {
          let text = Mutex<[UInt8]>([])
          let end = try? await runner.run(command("sleep 0.1; echo \(number)")) { _, bytes in
            text.withLock { $0 += bytes }
          }
          return end == .exited(0) && text.withLock { $0 } == Array("\(number)\n".utf8)
        }
      }
      return await group.reduce(0) { $1 ? $0 + 1 : $0 }
    }
  }

  /// Tries with every number of free descriptors until a process can be started.
  private static func withoutDescriptors(_ used: Int) async {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    var whole = limit
    var refusals = Set<String>()
    for free in 0..<20 {
      waitForDescriptors(used)
      limit.rlim_cur = rlim_t(used + free)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      let end: Result<ProcessEnd, any Error>
      do {
        end = .success(try await ProcessRunner().run(command("exit 3")) { _, _ in })
      } catch {
        end = .failure(error)
      }
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &whole)
      switch end {
      case .success(let end): print("with enough: \(end)")
      case .failure(let error): refusals.insert("\(error)")
      }
      if case .success = end { break }
    }
    for refusal in refusals { print("refused: \(refusal)") }
  }

  private static func command(_ script: String) -> ProcessCommand {
    ProcessCommand(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: "/")
  }

  /// Tells how many more descriptors are open than there were, and when there are any, what is open.
  private static func tellDescriptors(_ before: Int) {
    waitForDescriptors(before)
    let open = descriptors
    print("descriptors left: \(open.count - before)")
    if open.count > before { for descriptor in open.sorted() { print("open: \(descriptor)") } }
  }

  /// Waits until no more descriptors are open than there were, for some seconds.
  ///
  /// A runner's thread, which has some, ends a little later than the runner.
  private static func waitForDescriptors(_ before: Int) {
    for _ in 0..<5000 {
      if descriptors.count <= before { return }
      usleep(1000)
    }
  }

  /// What is open, a text each.
  private static var descriptors: [String] {
    let folder = "/proc/self/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"))
        ?? "the list"
    }
  }
}
