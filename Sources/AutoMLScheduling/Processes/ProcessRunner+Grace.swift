import Dispatch
import Synchronization

extension ProcessRunner {
  /// For looking at what is left: Swift's own threads may all be busy.
  private static let queue = DispatchQueue(label: "automl.survivors", qos: .userInteractive)
  /// The longest time between two looks, in milliseconds.
  private static let longestPause = 100

  /// Puts the end of a command that was asked to end off while others of its processes use the
  /// grace period that its leader did not need; a shell, say, that dies of SIGTERM before the
  /// program that it runs has saved its work.
  ///
  /// The end is told again when all of them are gone, when the time is up, or when everything is
  /// killed; what they print until then is read.
  ///
  /// - Returns: Whether it is put off.
  func postponesEnd(of process: inout Running) -> Bool {
    guard !process.isEndPostponed, mayTakeTime(process.attempt) else { return false }
    var rest = SurvivingProcesses(of: process.attempt.command, process.leader)
    guard rest.areThere() else { return false }
    process.isEndPostponed = true
    process.news.note { $0.postponeEnd() }
    wait(for: rest, of: process.attempt, process.news, round: 0)
    return true
  }

  private func mayTakeTime(_ attempt: ProcessAttempt) -> Bool {
    attempt.hasGrace && !state.withLock { $0.isAborted }
  }

  /// Looks again and again, with growing pauses, so that what takes long is not looked at often,
  /// and what does not is not held up.
  private func wait(
    for rest: SurvivingProcesses, of attempt: ProcessAttempt, _ news: ProcessNews, round: Int
  ) {
    let pause = DispatchTimeInterval.milliseconds(min(1 + round, Self.longestPause))
    Self.queue.asyncAfter(deadline: .now() + pause) {
      var rest = rest
      if self.mayTakeTime(attempt), rest.areThere() {
        self.wait(for: rest, of: attempt, news, round: round + 1)
      } else {
        news.note { $0.end() }
      }
    }
  }
}
