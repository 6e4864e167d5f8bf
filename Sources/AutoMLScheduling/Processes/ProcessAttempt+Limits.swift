extension ProcessAttempt {
  /// How long what a process uses may go unseen.
  private static let samplingPause = Duration.milliseconds(20)

  /// Stops the attempt when it reaches a limit; cancel the task when the leader has ended.
  func watchLimits() async {
    await withTaskGroup(of: Void.self) { group in
      if let limit = command.timeLimit { group.addTask { await self.stop(.timeUp, after: limit) } }
      if !command.limits.isEmpty { group.addTask { await self.watch(self.command.limits) } }
    }
  }

  /// Stops the attempt when it reaches one of some limits, counted from now.
  func watch(_ limits: ProcessLimits) async {
    await withTaskGroup(of: Void.self) { group in
      if let limit = limits.wallTime {
        group.addTask { await self.stop(.limit(.wallTime(limit)), after: limit) }
      }
      if limits.cpuTime != nil || limits.memory != nil {
        group.addTask { await self.sampleUsage(limits) }
      }
    }
  }

  private func stop(_ reason: StopReason, after limit: Duration) async {
    guard (try? await Task.sleep(for: limit)) != nil else { return }
    stop(reason)
  }

  /// Looks again and again at what the processes of the group use together.
  private func sampleUsage(_ limits: ProcessLimits) async {
    let forks = ProcessTable.forks
    // A process that has done other work before has used time for that.
    let before = group.map { ProcessTable.usage(ofGroup: $0, forks: forks).cpuTime } ?? .zero
    while (try? await Task.sleep(for: Self.samplingPause)) != nil {
      guard let group else { continue }
      let usage = ProcessTable.usage(ofGroup: group, forks: forks)
      if let limit = limits.memory, usage.memory > limit {
        return stop(.limit(.memory(limit)))
      }
      if let limit = limits.cpuTime, usage.cpuTime - before > limit {
        return stop(.limit(.cpuTime(limit)))
      }
    }
  }
}
