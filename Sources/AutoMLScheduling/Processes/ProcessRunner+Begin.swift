import CProcesses
import Foundation
import Synchronization

extension ProcessRunner {
  /// A process that runs, and what its runner needs until its end.
  struct Running {
    let attempt: ProcessAttempt
    let leader: ProcessAttempt.Leader
    let news: ProcessNews
    let watcher: ProcessWatcher
    let watched: ProcessWatcher.Watched
    /// Tells of the leader's end; nil where a thread waits for it.
    let handle: CInt?
    /// Nil when somebody else attends to what it prints.
    var streams: ProcessStreams?
    /// Whether what the leader left behind has been given the rest of the grace period.
    var isEndPostponed = false
  }

  /// Starts a command.
  ///
  /// - Throws: ``ProcessLaunchError``; nothing is left open then.
  func begin(
    _ attempt: ProcessAttempt, on pipes: ProcessPipes?
  ) throws(ProcessLaunchError) -> Running {
    defer { pipes?.close() }
    do {
      let launch = try ProcessLaunch(attempt.command)
      let watcher = try watcher()
      let news = ProcessNews()
      let watched = watcher.begin(news)
      do {
        if let pipes {
          return begun(attempt, try start(attempt, launch, on: pipes), news, watcher, watched, nil)
        }
        let (streams, pipes) = try makePipes(attempt.command.input, watcher, watched)
        defer { pipes.close() }
        do {
          let leader = try start(attempt, launch, on: pipes)
          return begun(attempt, leader, news, watcher, watched, streams)
        } catch {
          streams.close()
          throw error
        }
      } catch {
        watcher.end(watched)
        throw error
      }
    } catch {
      let problem = (error as? POSIXError).map { LaunchProblem.system($0.code.rawValue) }
      throw ProcessLaunchError(
        executable: attempt.command.executable, underlying: problem ?? error)
    }
  }

  private func watcher() throws(POSIXError) -> ProcessWatcher {
    if let watcher = state.withLock({ $0.watcher }) { return watcher }
    let made = try ProcessWatcher()
    return state.withLock { state in
      let watcher = state.watcher ?? made
      state.watcher = watcher
      return watcher
    }
  }

  private func start(
    _ attempt: ProcessAttempt, _ launch: ProcessLaunch, on pipes: ProcessPipes
  ) throws(LaunchProblem) -> ProcessAttempt.Leader {
    let since = ContinuousClock.now
    return ProcessAttempt.Leader(process: try launch.start(on: pipes), since: since)
  }

  /// Makes the pipes of a process; ours are waited for before it can print.
  private func makePipes(
    _ input: [UInt8], _ watcher: ProcessWatcher, _ watched: ProcessWatcher.Watched
  ) throws(POSIXError) -> (ProcessStreams, ProcessPipes) {
    var open: [CInt] = []
    do throws(POSIXError) {
      let input = try ProcessInput.descriptor(holding: input)
      if let input { open.append(input) }
      let output = try makePipe()
      open += [output.reader, output.writer]
      let errors = try makePipe()
      open += [errors.reader, errors.writer]
      guard watcher.wait(for: .output, of: watched, on: output.reader),
        watcher.wait(for: .errors, of: watched, on: errors.reader)
      else { throw .latest }
      return (
        ProcessStreams(output: output.reader, errors: errors.reader),
        ProcessPipes(input: input, output: output.writer, errors: errors.writer)
      )
    } catch {
      for descriptor in open { close(descriptor) }
      throw error
    }
  }

  /// Takes note of a process that has begun.
  private func begun(
    _ attempt: ProcessAttempt, _ leader: ProcessAttempt.Leader, _ news: ProcessNews,
    _ watcher: ProcessWatcher, _ watched: ProcessWatcher.Watched, _ streams: ProcessStreams?
  ) -> Running {
    state.withLock { state in
      state.groups.insert(leader.process)
      if state.isAborted { kill(-leader.process, SIGKILL) }
    }
    attempt.started(leader)
    return Running(
      attempt: attempt, leader: leader, news: news, watcher: watcher, watched: watched,
      handle: waitForEnd(of: leader.process, news, watcher, watched), streams: streams)
  }

  /// Has the news told when the leader ends.
  private func waitForEnd(
    of process: pid_t, _ news: ProcessNews, _ watcher: ProcessWatcher,
    _ watched: ProcessWatcher.Watched
  ) -> CInt? {
    let handle = cprocess_handle(process)
    if handle >= 0 {
      if watcher.wait(for: .end, of: watched, on: handle) { return handle }
      close(handle)
    }
    // No such descriptors on this system, or none left.
    Thread.detachNewThread {
      _ = cprocess_wait(process)
      news.note { $0.end() }
    }
    return nil
  }
}
