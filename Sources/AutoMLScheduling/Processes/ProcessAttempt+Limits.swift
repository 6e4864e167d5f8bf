extension ProcessAttempt {
  /// How long what a process uses may go unseen.
  private static let samplingPause = Duration.milliseconds(20)

  /// Stops the attempt when it reaches a limit; cancel the task when the leader has ended.
  func watchLimits() async {
    await withTaskGroup(of: Void.self) { group in
      if let limit = command.timeLimit { group.addTask { await self.stop(.timeUp, after: limit) } }
      if let limit = command.limits.wallTime {
        group.addTask { await self.stop(.limit(.wallTime(limit)), after: limit) }
      }
      if command.limits.cpuTime != nil || command.limits.memory != nil {
        group.addTask { await self.sampleUsage() }
      }
    }
  }

  private func stop(_ reason: StopReason, after limit: Duration) async {
    guard (try? await Task.sleep(for: limit)) != nil else { return }
    stop(reason)
  }

  /// Looks again and again at what the processes of the group use together.
  private func sampleUsage() async {
    let forks = ProcessTable.forks
    while (try? await Task.sleep(for: Self.samplingPause)) != nil {
      guard let group else { continue }
      let usage = ProcessTable.usage(ofGroup: group, forks: forks)
      if let limit = command.limits.memory, usage.memory > limit {
        return stop(.limit(.memory(limit)))
      }
      if let limit = command.limits.cpuTime, usage.cpuTime > limit {
        return stop(.limit(.cpuTime(limit)))
      }
    }
  }
}
