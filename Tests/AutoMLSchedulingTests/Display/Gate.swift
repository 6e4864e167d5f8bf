/// Holds work back until a test opens it.
struct Gate: Sendable {
  private let stream: AsyncStream<Never>

  struct Key: Sendable {
    fileprivate let continuation: AsyncStream<Never>.Continuation
    func open() { continuation.finish() }
  }

  static func make() -> (gate: Gate, key: Key) {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    return (Gate(stream: stream), Key(continuation: continuation))
  }

  /// Returns once the gate is open, and at once when the surrounding task is cancelled.
  func wait() async {
    for await _ in stream {}
  }
}
