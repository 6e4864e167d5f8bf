import Foundation
import Glibc
import Synchronization
public import Testing

/// A running probe, a program of the tests whose input and output are lines.
///
/// It belongs to one task: the lines are read in turn.
public final class ProbeProcess {
  /// A program of the tests.
  public enum Program: String, Sendable {
    /// Works on experiments and resources.
    case trackingProbe = "tracking-probe"
    /// Works off a sweep.
    case sweepProbe = "sweep-probe"

    /// Where it is: beside the test bundle.
    public var path: String {
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: rawValue).path
    }
  }

  private let command: Command
  private let input: FileHandle
  private let ending = Mutex<Int32?>(nil)
  private let ended: AsyncStream<Int32>
  private var chunks: AsyncStream<Data>.AsyncIterator
  private var rest = Data()

  /// Starts a program, if need be through a launcher, a program that starts its arguments.
  public init(
    _ arguments: String..., program: Program = .trackingProbe, launcher: [String] = []
  ) throws {
    let (childInput, input) = try Self.pipe()
    let (output, childOutput) = try Self.pipe()
    command = try Command(
      launcher + [program.path] + arguments, input: childInput.fileDescriptor,
      output: childOutput.fileDescriptor)
    try childInput.close()
    try childOutput.close()
    self.input = input
    let (chunks, received) = AsyncStream<Data>.makeStream()
    self.chunks = chunks.makeAsyncIterator()
    let (ended, end) = AsyncStream<Int32>.makeStream()
    self.ended = ended
    let command = command
    Thread.detachNewThread {
      while true {
        let data = output.availableData
        if data.isEmpty { break }
        received.yield(data)
      }
      received.finish()
      end.yield(command.wait())
      end.finish()
    }
  }

  /// The reading and the writing end of a pipe.
  private static func pipe() throws -> (FileHandle, FileHandle) {
    var ends: [CInt] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw CommandError.cannotStart("pipe", errno: errno) }
    return (
      FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
      FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    )
  }

  /// Its process number.
  public var id: Int32 { command.id }

  /// How it ended, once waited for: its exit code, or its signal as a negative number.
  public var status: Int32? { ending.withLock { $0 } }

  /// Sends a line.
  public func send(_ line: String) throws { try input.write(contentsOf: Data("\(line)\n".utf8)) }

  /// The next line, or nil when it has closed its output.
  public func line() async -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = Data(rest[(end + 1)...])
        return line
      }
      guard let chunk = await chunks.next(isolation: #isolation) else { return nil }
      rest.append(chunk)
    }
  }

  /// All lines that are still to come.
  public func remainingLines() async -> [String] {
    var lines: [String] = []
    while let line = await line() { lines.append(line) }
    return lines
  }

  /// Expects the next line to be a certain one.
  public func expect(_ expected: String, at place: SourceLocation = #_sourceLocation) async {
    let line = await line()
    #expect(line == expected, sourceLocation: place)
  }

  /// Kills it with SIGKILL and waits until it is gone.
  public func kill() async {
    Glibc.kill(id, SIGKILL)
    await waitForEnd()
  }

  /// Closes its input and waits until it is gone.
  public func finish() async {
    try? input.close()
    await waitForEnd()
  }

  /// Waits until it is gone.
  private func waitForEnd() async {
    for await status in ended { ending.withLock { $0 = status } }
  }
}
