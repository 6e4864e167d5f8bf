import Foundation
import Testing

/// A running `tracking-probe`, whose input and output are lines.
///
/// It belongs to one task: the lines are read in turn.
final class ProbeProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let ended: AsyncStream<Void>
  private var chunks: AsyncStream<Data>.AsyncIterator
  private var rest = Data()

  /// The program, which lies beside the test bundle.
  static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "tracking-probe").path

  /// Starts the program, if need be through a launcher, a program that starts its arguments.
  init(_ arguments: String..., launcher: [String] = []) throws {
    let command = launcher + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = input
    process.standardOutput = output
    let (chunks, continuation) = AsyncStream<Data>.makeStream()
    self.chunks = chunks.makeAsyncIterator()
    let (ended, end) = AsyncStream<Void>.makeStream()
    self.ended = ended
    output.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      if data.isEmpty {
        handle.readabilityHandler = nil
        continuation.finish()
      } else {
        continuation.yield(data)
      }
    }
    process.terminationHandler = { _ in end.finish() }
    try process.run()
  }

  /// Its process number.
  var id: Int32 { process.processIdentifier }

  /// How it ended, once it has: its exit code, or its signal as a negative number.
  var status: Int32 {
    process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// Sends a line.
  func send(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// The next line, or nil when it has closed its output.
  func line() async -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = Data(rest[(end + 1)...])
        return line
      }
      guard let chunk = await chunks.next() else { return nil }
      rest.append(chunk)
    }
  }

  /// All lines that are still to come.
  func remainingLines() async -> [String] {
    var lines: [String] = []
    while let line = await line() { lines.append(line) }
    return lines
  }

  /// Expects the next line to be a certain one.
  func expect(_ expected: String, at place: SourceLocation = #_sourceLocation) async {
    let line = await line()
    #expect(line == expected, sourceLocation: place)
  }

  /// Kills it with SIGKILL and waits until it is gone.
  func kill() async {
    Foundation.kill(id, SIGKILL)
    await waitForEnd()
  }

  /// Closes its input and waits until it is gone.
  func finish() async {
    try? input.fileHandleForWriting.close()
    await waitForEnd()
  }

  /// Waits until it is gone.
  func waitForEnd() async { for await _ in ended {} }
}
