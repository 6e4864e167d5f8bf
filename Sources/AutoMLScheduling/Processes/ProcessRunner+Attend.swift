import Foundation
import Synchronization

extension ProcessRunner {
  /// Tells of the begin and reads what is printed until the process has ended with all it left.
  ///
  /// Both closures are called in tasks of their own, which nobody cancels, and which go on here
  /// without a change of threads until they wait for something.
  ///
  /// - Returns: How the leader ended, and why it was asked to, if it was.
  func attend(
    to process: inout Running, _ started: Started?, _ output: Output?
  ) async -> (Result<ProcessEnd, any Error>, ProcessAttempt.StopReason?) {
    var end = (Result<ProcessEnd, any Error>.success(.cancelled), ProcessAttempt.StopReason?.none)
    if let started { tell(started, of: process) }
    while true {
      switch await process.news.next() {
      case .ended:
        let reason = process.attempt.settle()
        if postponesEnd(of: &process) { continue }
        end = (await leaderEnded(&process, reason), reason)
      case .read(let kind): read(kind, of: &process, output)
      case .over:
        process.streams?.close()
        return end
      }
    }
  }

  private func tell(_ started: @escaping Started, of process: Running) {
    let (attempt, news) = (process.attempt, process.news)
    let group = Int(process.leader.process)
    news.note { $0.isBeginning = true }
    Task.immediate {
      do {
        try await started(group)
        news.note { $0.isBeginning = false }
      } catch {
        attempt.stop(.startRefused(error))
        news.note { progress in
          progress.fail(error)
          progress.refuse(.output)
          progress.refuse(.error)
          progress.isBeginning = false
        }
      }
    }
  }

  /// Reads a piece of a stream and hands it over.
  ///
  /// What nobody takes any more is still read, and dropped, so that the process is not held up by a
  /// full pipe when it wants to end.
  private func read(_ kind: OutputStreamKind, of process: inout Running, _ output: Output?) {
    let (attempt, news) = (process.attempt, process.news)
    guard let bytes = process.streams?.read(kind) else {
      news.note { $0.setReadable(kind, false) }
      process.waitForMore(kind)
      return
    }
    guard let output, news.note({ $0.begin(kind) }) else { return }
    Task.immediate {
      do {
        try await output(kind, bytes)
        news.note { $0.finish(kind) }
      } catch {
        attempt.stop(.readerFailed(error))
        news.note { progress in
          progress.fail(error)
          progress.refuse(kind)
          progress.finish(kind)
        }
      }
    }
  }

  /// Finds out how the leader ended and ends what it left behind, which cannot turn a result into a
  /// timeout or a cancellation.
  private func leaderEnded(
    _ process: inout Running, _ reason: ProcessAttempt.StopReason?
  ) async -> Result<ProcessEnd, any Error> {
    process.attempt.release()
    process.watcher.end(process.watched)
    if let handle = process.handle { close(handle) }
    let group = process.leader.process
    let end = state.withLock { state in
      state.groups.remove(group)
      return Self.takeStatus(of: group)
    }
    process.leaderEnded()
    await endLeftovers(of: process.attempt.command, process.leader)
    // Whoever is at a piece of output may take any time.
    if case .limit = reason { process.news.note { $0.isAbandoned = true } }
    return end
  }

  /// - Returns: An error when nobody can tell, as in a program that ignores SIGCHLD.
  private static func takeStatus(of process: pid_t) -> Result<ProcessEnd, any Error> {
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return .failure(POSIXError.latest) }
    }
    let signal = Int(status & 0x7F)
    return .success(signal == 0 ? .exited(Int(status >> 8 & 0xFF)) : .signalled(signal))
  }
}

extension ProcessRunner.Running {
  /// The leader has ended, and its time: of the output counts what is in the pipes now.
  fileprivate mutating func leaderEnded() {
    streams?.leaderEnded()
    let kinds: [OutputStreamKind] = [.output, .error]
    let rest = kinds.filter { streams?.hasRest($0) == true }
    news.note { progress in
      for kind in kinds { progress.setReadable(kind, rest.contains(kind)) }
    }
  }

  /// Waits for more of a stream, before the end.
  fileprivate func waitForMore(_ kind: OutputStreamKind) {
    guard let streams else { return }
    _ = watcher.wait(
      for: kind == .output ? .output : .errors, of: watched, on: streams.descriptor(kind),
      again: true)
  }
}
