#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProcessRunner {
  /// Kills what a command left behind and waits until it is gone.
  ///
  /// Its process group first: the kernel gives the group's number to no new process while the
  /// group has members. Then whatever has left the group but carries the command's marker. The
  /// waits are bounded; a process that cannot be killed must not hold the engine for ever.
  ///
  /// - Parameter forks: How many processes the system had begun when the command began.
  func endLeftovers(of command: ProcessCommand, group: pid_t, forks: Int?, on thread: ProcessThread)
    async
  {
    await Self.repeatedly(on: thread) {
      kill(-group, SIGKILL) == 0 && ProcessTable.hasLiveMember(group: group)
    }
    guard let marker = command.marker else { return }
    await Self.repeatedly(on: thread) {
      let marked = ProcessTable.processes(startedAfter: group, forks: forks)
        .filter { ProcessTable.wasStarted($0, with: marker) }
      for process in marked { kill(process, SIGKILL) }
      return !marked.isEmpty
    }
  }

  /// Does something again and again, with growing pauses, while it says so; for 5 s at most.
  private static func repeatedly(on thread: ProcessThread, _ body: () -> Bool) async {
    for round in 0..<500 {
      guard body() else { return }
      await thread.pause(milliseconds: min(1 + round, 10))
    }
  }
}
