import AutoMLModel
import AutoMLScheduling
import Synchronization

/// Finds the reports in what a job prints and remembers the last final score.
final class ReportReader: Sendable {
  private struct State {
    var splitters: [OutputStreamKind: LineSplitter] = [:]
    var final: Score?
    var lastErrorLine = ""
  }

  private let dialect: any ReportDialect
  private let state = Mutex(State())

  init(dialect: any ReportDialect) { self.dialect = dialect }

  /// The final score so far.
  var finalScore: Score? { state.withLock { $0.final } }

  /// The last line on standard error that was not empty, shortened: often the reason of a failure.
  var lastErrorLine: String { state.withLock { $0.lastErrorLine } }

  /// Takes a piece of a stream.
  ///
  /// - Returns: The intermediate results in it, in order.
  /// - Throws: ``ReportError`` at the first malformed report.
  func read(_ kind: OutputStreamKind, _ bytes: [UInt8]) throws(ReportError) -> [Score] {
    let lines = state.withLock { $0.splitters[kind, default: LineSplitter()].lines(adding: bytes) }
    return try reports(kind, lines)
  }

  /// Takes what is left of both streams after their ends.
  func finish() throws(ReportError) -> [Score] {
    var scores: [Score] = []
    for kind in [OutputStreamKind.output, .error] {
      let lines = state.withLock { $0.splitters[kind]?.finish() ?? [] }
      scores += try reports(kind, lines)
    }
    return scores
  }

  private func reports(
    _ kind: OutputStreamKind, _ lines: [Substring]
  ) throws(ReportError) -> [Score] {
    var scores: [Score] = []
    for line in lines {
      if kind == .error, line.contains(where: { !$0.isWhitespace }) {
        state.withLock { $0.lastErrorLine = String(line.prefix(200)) }
      }
      guard dialect.streams.contains(kind), let report = try dialect.report(on: line) else {
        continue
      }
      if let score = report.final { state.withLock { $0.final = score } }
      if let score = report.intermediate { scores.append(score) }
    }
    return scores
  }
}
