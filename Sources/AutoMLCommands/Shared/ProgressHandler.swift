import AutoMLModel
import AutoMLReporting
import AutoMLWorkflow
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Shows on standard error how far an experiment is.
///
/// On a terminal one line is rewritten; elsewhere there is a line for each job that ended.
final class ProgressHandler: Handler {
  enum Style: Sendable {
    case none, lines, live

    /// Live on a terminal, lines elsewhere.
    static var detected: Style { Terminal.isTerminal(STDERR_FILENO) ? .live : .lines }
  }

  /// What was done before a resumed experiment goes on.
  struct Start {
    var done = 0
    var failed = 0
    var best: (score: Double, job: String)?
  }

  private struct State {
    var total: Int?
    /// How many were done before.
    var before = 0
    var began: Timestamp?
    var running = 0
    var done = 0
    var failed = 0
    var earlyStopped = 0
    var best: (score: Double, job: String)?
    var starts: [JobID: Timestamp] = [:]
    var isLineShown = false
    var isOver = false
  }

  private let goal: OptimizationGoal
  private let style: Style
  private let time: any TimeSource
  private let state = Mutex(State())

  init(goal: OptimizationGoal, style: Style, time: any TimeSource = SystemTimeSource()) {
    self.goal = goal
    self.style = style
    self.time = time
  }

  /// Tells how many jobs there will be, nil when nobody knows, and what was done before.
  func expect(_ total: Int?, from start: Start = Start()) {
    state.withLock { state in
      state.total = total
      state.before = start.done
      state.done = start.done
      state.failed = start.failed
      state.best = start.best
    }
  }

  /// Keeps the times of a live line going until its task is cancelled.
  func tick() async {
    guard style == .live else { return }
    while (try? await Task.sleep(for: .seconds(1))) != nil {
      state.withLock { if $0.isLineShown { redraw(&$0) } }
    }
  }

  func startAutoML(context: Context) async throws {
    state.withLock { $0.began = time.now() }
  }

  func startJob(context: Context) async throws {
    state.withLock { state in
      state.running += 1
      if let job = context[.job]?.job { state.starts[job] = state.starts[job] ?? time.now() }
      redraw(&state)
    }
  }

  func endJob(context: Context) async throws {
    state.withLock { state in
      state.running -= 1
      guard let job = context[.job] else { return }
      let name = context[.jobName, default: "job"]
      let took = DurationText(time.now().since(state.starts[job.job] ?? time.now()))
      switch context[.jobStatus, default: .error] {
      case .ok:
        state.done += 1
        let score = context[.score]?.value ?? .nan
        // As in the report, only a job that ran to its end can be the best.
        guard context[.earlyStopReason] == nil else {
          state.earlyStopped += 1
          note("\(name): early stopped at \(NumberText(score)) after \(took)", &state)
          break
        }
        let isBest = state.best.map { goal.isBetter(score, than: $0.score) } ?? true
        if isBest { state.best = (score, name) }
        note("\(name): \(NumberText(score)) in \(took)\(isBest ? ", the best so far" : "")", &state)
      case .error, .exception:
        guard context[.willRetry] != true else {
          note("\(name): attempt \(job.attemptNumber + 1) failed, to be tried again", &state)
          return
        }
        state.done += 1
        state.failed += 1
        note("\(name): failed after \(took)", &state)
      case .unfinished: redraw(&state)
      }
      state.starts[job.job] = nil
    }
  }

  func endAutoML(context: Context) async throws {
    state.withLock { state in
      state.isOver = true
      Terminal.writeError(erasure(&state), .message)
    }
  }

  /// Writes a line of somebody else's between two states of the progress line.
  func interject(_ line: String) {
    state.withLock { state in
      // As one text, so that no part of it is left out when the reader stalls.
      Terminal.writeError("\(erasure(&state))\(line)\n\(drawing(&state))", .message)
    }
  }

  private func note(_ text: String, _ state: inout State) {
    switch style {
    case .none: break
    case .live: redraw(&state)
    case .lines:
      let count = state.total.map { "\(state.done)/\($0)" } ?? "\(state.done)"
      Terminal.writeError("[\(count)] \(text)\n", .progress)
    }
  }

  private func redraw(_ state: inout State) {
    let text = drawing(&state)
    if !text.isEmpty { Terminal.writeError(text, .redrawing) }
  }

  /// What takes the line from the terminal; nothing when it is not there.
  private func erasure(_ state: inout State) -> String {
    guard state.isLineShown else { return "" }
    state.isLineShown = false
    return "\r\u{1B}[K"
  }

  /// What brings the line to the terminal; nothing when none is wanted.
  private func drawing(_ state: inout State) -> String {
    guard style == .live, !state.isOver else { return "" }
    state.isLineShown = true
    let width = (Terminal.width(STDERR_FILENO) ?? 80) - 1
    return "\r\(line(state).prefix(width))\u{1B}[K"
  }

  private func line(_ state: State) -> String {
    var parts = [state.total.map { "\(state.done)/\($0) done" } ?? "\(state.done) done"]
    parts.append("\(state.running) running")
    if state.failed > 0 { parts.append("\(state.failed) failed") }
    if state.earlyStopped > 0 { parts.append("\(state.earlyStopped) early stopped") }
    if let best = state.best { parts.append("best \(NumberText(best.score)) (\(best.job))") }
    if let began = state.began {
      let elapsed = time.now().since(began)
      parts.append("\(DurationText(elapsed))")
      let done = state.done - state.before
      if let total = state.total, done > 0, state.done < total {
        let left = elapsed / done * (total - state.done)
        parts.append("about \(DurationText(left)) left")
      }
    }
    return parts.joined(separator: " · ")
  }
}
