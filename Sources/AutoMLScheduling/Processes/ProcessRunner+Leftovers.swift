import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProcessRunner {
  /// For pauses: Swift's own threads may all be busy.
  private static let queue = DispatchQueue(label: "automl.leftovers", qos: .userInteractive)

  /// Kills what a command left behind, now that it has had the time it may have, and waits until
  /// it is gone.
  ///
  /// Its process group first: the kernel gives the group's number to no new process while the
  /// group has members. Then whatever has left the group but carries the command's marker; what is
  /// just being started is looked at again, since nobody can tell yet what it carries. The waits
  /// are bounded; a process that cannot be killed must not hold the engine for ever.
  func endLeftovers(of command: ProcessCommand, _ leader: ProcessAttempt.Leader) async {
    var younger = YoungerProcesses(than: leader)
    await Self.repeatedly {
      guard kill(-leader.process, SIGKILL) == 0 else { return false }
      return younger.numbers().contains { ProcessTable.isAlive($0, inGroup: leader.process) }
    }
    guard let marker = command.marker else { return }
    let search = MarkerSearch(marker)
    await Self.repeatedly {
      var isFound = false
      ProcessTable.withEnvironments(of: younger.numbers()) { process, environment in
        if let environment {
          guard search.finds(in: environment) else { return }
          kill(process, SIGKILL)
        }
        isFound = true
      }
      return isFound
    }
  }

  /// Does something again and again, with growing pauses, while it says so; for 5 s at most.
  private static func repeatedly(_ body: () -> Bool) async {
    for round in 0..<500 {
      guard body() else { return }
      await withCheckedContinuation { continuation in
        queue.asyncAfter(deadline: .now() + .milliseconds(min(1 + round, 10))) {
          continuation.resume()
        }
      }
    }
  }
}
