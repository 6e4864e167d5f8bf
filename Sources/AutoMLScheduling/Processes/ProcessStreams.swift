import Foundation

/// Our ends of the pipes that a process prints to.
///
/// Belongs to the one who attends to the process.
struct ProcessStreams {
  /// The most that is read at once, in bytes.
  private static let mostBytes = 1 << 16

  private let output: CInt
  private let errors: CInt
  /// What was in the pipes when the leader ended, as far as it has not been read.
  private var rest: [OutputStreamKind: Int]?

  init(output: CInt, errors: CInt) {
    self.output = output
    self.errors = errors
  }

  func descriptor(_ kind: OutputStreamKind) -> CInt { kind == .output ? output : errors }

  /// The process has ended: whoever still holds the pipes is not waited for.
  mutating func leaderEnded() {
    rest = [.output: available(.output), .error: available(.error)]
  }

  /// Whether there is something to read.
  func hasRest(_ kind: OutputStreamKind) -> Bool { (rest?[kind] ?? 0) > 0 }

  /// Reads what there is, up to 64 KiB; nil when there is nothing.
  mutating func read(_ kind: OutputStreamKind) -> [UInt8]? {
    let count = min(rest?[kind] ?? .max, available(kind), Self.mostBytes)
    guard count > 0 else {
      rest?[kind] = 0
      return nil
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      repeat {
        length = max(Foundation.read(descriptor(kind), buffer.baseAddress, count), 0)
      } while length == 0 && errno == EINTR
    }
    rest?[kind]? -= bytes.isEmpty ? count : bytes.count
    return bytes.isEmpty ? nil : bytes
  }

  private func available(_ kind: OutputStreamKind) -> Int {
    var count: CInt = 0
    guard ioctl(descriptor(kind), UInt(FIONREAD), &count) == 0 else { return 0 }
    return Int(count)
  }

  func close() {
    for descriptor in [output, errors] { Foundation.close(descriptor) }
  }
}

/// The ends of pipes that a process gets as its standard input, output and error.
struct ProcessPipes: Sendable {
  /// Nil for nothing to read.
  let input: CInt?
  let output: CInt
  let errors: CInt

  func close() {
    for descriptor in [input, output, errors] {
      if let descriptor { Foundation.close(descriptor) }
    }
  }
}
