import AutoMLModel
import Synchronization

/// What a command prints while it does a piece of work, and what follows from it.
final class CallOutput: Sendable {
  private struct State {
    var output: [UInt8] = []
    var errors = LineSplitter()
    var lastError = ""
  }

  private let work: ComputeWork
  private let limit: Int
  private let reader: SubprocessBackend.LineReader
  private let state = Mutex(State())

  init(_ work: ComputeWork, limit: Int, reader: @escaping SubprocessBackend.LineReader) {
    self.work = work
    self.limit = limit
    self.reader = reader
  }

  /// Takes a piece of a stream.
  func read(_ stream: OutputStreamKind, _ bytes: [UInt8]) throws(ComputeError) {
    switch stream {
    case .output:
      let isTooMuch = state.withLock { state in
        guard state.output.count + bytes.count <= limit else { return true }
        state.output += bytes
        return false
      }
      if isTooMuch {
        throw .invalidOutput(work: work.reference.name, "it printed more than \(limit) bytes")
      }
    case .error: tellErrors { $0.lines(adding: bytes) }
    }
  }

  private func tellErrors(_ cut: (inout LineSplitter) -> [Substring]) {
    let lines = state.withLock { state in
      let lines = cut(&state.errors)
      if let last = lines.last(where: { $0.contains { !$0.isWhitespace } }) {
        state.lastError = String(last.prefix(200))
      }
      return lines
    }
    for line in lines { tell(OutputLine(.error, String(line))) }
  }

  private func tell(_ line: OutputLine) {
    if let line = work.options.outputFilters.applied(to: line) { reader(work.reference, line) }
  }

  /// The result of a command that has ended well.
  @concurrent
  func result(_ call: FunctionCall) async throws -> any Sendable {
    let (bytes, hint) = finish()
    let name = work.reference.name
    let found: (value: JSONValue, rest: ArraySlice<UInt8>)
    do {
      found = try Self.document(in: bytes)
    } catch {
      tellOutput(bytes[...])
      throw ComputeError.invalidOutput(work: name, "\(error)\(hint)")
    }
    tellOutput(found.rest)
    do {
      return try call.output(found.value)
    } catch {
      throw ComputeError.invalidOutput(work: name, "\(error)")
    }
  }

  /// What was printed as output, and what the last line of the errors hints at.
  private func finish() -> (output: [UInt8], hint: String) {
    tellErrors { $0.finish() }
    return state.withLock { state in
      (state.output, state.lastError.isEmpty ? "" : "; it said: \(state.lastError)")
    }
  }

  private func tellOutput(_ bytes: ArraySlice<UInt8>) {
    var splitter = LineSplitter()
    for line in splitter.lines(adding: Array(bytes)) + splitter.finish() {
      tell(OutputLine(.output, String(line)))
    }
  }

  /// What follows from a command that has not ended well.
  func failure(_ end: ProcessEnd) -> any Error {
    let (bytes, hint) = finish()
    tellOutput(bytes[...])
    let name = work.reference.name
    return switch end {
    case .exited(let code): ComputeError.workerDied(work: name, "exit code \(code)\(hint)")
    case .signalled(let signal):
      ComputeError.workerDied(work: name, "\(Self.describe(signal: signal))\(hint)")
    case .limited(let limit): limit
    case .timedOut: ComputeError.workerDied(work: name, "its time was up")
    case .cancelled: CancellationError()
    }
  }

  /// The document that the bytes are, or that is their last line, and what stands before it.
  private static func document(
    in bytes: [UInt8]
  ) throws -> (value: JSONValue, rest: ArraySlice<UInt8>) {
    let whole: any Error
    do {
      return (try parsed(bytes[...]), [])
    } catch {
      whole = error
    }
    let isEnd: (UInt8) -> Bool = { $0 == 10 || $0 == 13 }
    guard let last = bytes.lastIndex(where: { !isEnd($0) && $0 != 32 && $0 != 9 }) else {
      throw NothingPrinted()
    }
    guard let cut = bytes[...last].lastIndex(where: isEnd) else { throw whole }
    return (try parsed(bytes[(cut + 1)...last]), bytes[...cut])
  }

  private static func parsed(_ bytes: ArraySlice<UInt8>) throws -> JSONValue {
    try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
  }

  private static func describe(signal: Int) -> String {
    let names = [
      1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE",
      9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    ]
    return "signal \(signal)" + (names[signal].map { " (\($0))" } ?? "")
  }
}

/// A command ended well but said nothing.
private struct NothingPrinted: Error, CustomStringConvertible {
  let description = "it printed nothing"
}
