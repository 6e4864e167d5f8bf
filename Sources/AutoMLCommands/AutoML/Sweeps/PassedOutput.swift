import AutoMLScheduling
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Hands on what commands print, byte by byte and in order, on a thread of its own.
///
/// A reader that stalls is waited for, as the command itself would wait, until this is told to
/// hurry; from then on what nobody takes is dropped after a moment. A reader that went away is no
/// error.
final class PassedOutput: Sendable {
  private let queue = DispatchQueue(label: "automl.passed-output", qos: .userInitiated)
  private let isHurried = Atomic(false)

  /// How much is written at once: a pipe with room takes it whole.
  private static let pieceSize = 4_096
  /// How long a stalled reader is waited for in a hurry, in milliseconds.
  private static let patience: Int32 = 2_000

  /// Writes bytes after those before, and returns when they are written or dropped.
  func write(_ bytes: [UInt8], _ kind: OutputStreamKind) async {
    await withCheckedContinuation { continuation in
      queue.async {
        self.put(bytes[...], to: kind == .output ? STDOUT_FILENO : STDERR_FILENO)
        continuation.resume()
      }
    }
  }

  /// Writes a line.
  func writeLine(_ line: String, _ kind: OutputStreamKind) async {
    await write(Array("\(line)\n".utf8), kind)
  }

  /// Waits for stalled readers no longer.
  func hurry() { isHurried.store(true, ordering: .relaxed) }

  private func put(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      guard waitForReader(of: descriptor) else { return }
      let piece = rest.prefix(Self.pieceSize)
      let count = piece.withUnsafeBytes { Self.write(descriptor, $0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR, errno != EAGAIN {
        return
      }
    }
  }

  /// Waits until somebody takes more; false when nobody does, in a hurry.
  private func waitForReader(of descriptor: Int32) -> Bool {
    var waited: Int32 = 0
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&entry, 1, 100) != 0 { return true }
      guard isHurried.load(ordering: .relaxed) else { continue }
      waited += 100
      if waited >= Self.patience { return false }
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// What one command prints, on its way to the user.
///
/// The bytes as they are, or whole lines behind a prefix when others print at the same time.
final class CommandOutput: Sendable {
  private let output: PassedOutput
  private let prefix: String?
  private let splitters = Mutex<[OutputStreamKind: LineSplitter]>([:])

  init(_ output: PassedOutput, prefix: String?) {
    self.output = output
    self.prefix = prefix
  }

  /// Takes a piece of a stream.
  func take(_ kind: OutputStreamKind, _ bytes: [UInt8]) async {
    guard prefix != nil else { return await output.write(bytes, kind) }
    await write(
      splitters.withLock { $0[kind, default: LineSplitter()].lines(adding: bytes) }, kind)
  }

  /// Writes the last lines, if they have no end.
  func finish() async {
    for kind in [OutputStreamKind.output, .error] {
      await write(splitters.withLock { $0[kind, default: LineSplitter()].finish() }, kind)
    }
  }

  private func write(_ lines: [Substring], _ kind: OutputStreamKind) async {
    guard !lines.isEmpty, let prefix else { return }
    await output.write(Array(lines.map { "\(prefix)\($0)\n" }.joined().utf8), kind)
  }
}
