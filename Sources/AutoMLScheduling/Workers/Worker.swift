import AutoMLModel
import Foundation

/// One long-lived process of a pool, and the call that it is at.
///
/// Belongs to its ``WorkerHub`` and is used on its loop only.
final class Worker {
  /// A call that waits for its answer.
  struct Call {
    let number: Int
    let work: ComputeWork
    let caller: Caller
  }

  /// Who waits for an answer.
  enum Caller {
    /// A scheduler on the same loop, which also hears what the work says.
    case scheduler(Scheduler)
    /// Somebody else.
    case waiter(Promise<any Sendable>)

    func resume(
      _ work: ComputeWork, on loop: EventLoop, _ result: Result<any Sendable, any Error>
    ) {
      switch self {
      case .scheduler(let scheduler):
        scheduler.onLoop(loop) { $0.backendEnded(work.reference.id, result) }
      case .waiter(let promise): promise.fulfil(result)
      }
    }
  }

  /// The variables that it has beside those of the pool.
  let environment: [String: String]
  let attempt: ProcessAttempt
  /// Our end of its standard input; nil when it was closed.
  private(set) var input: CInt?
  /// Our end of its standard output; nil when it was closed.
  private(set) var output: CInt?
  /// Runs until the process has ended.
  var process: Task<Void, Never>?
  var call: Call?
  /// Watches over the limits of the call.
  var limits: LimitWatch?
  /// Ends the worker when it does not end by itself.
  var grace: Task<Void, Never>?
  var callsBegun = 0
  private var unsent: ArraySlice<UInt8> = []
  private var isWaitingToSend = false
  private var chunk = [UInt8](repeating: 0, count: 16_384)
  /// The begin of a line of which the end has not been read.
  private var unread: [UInt8] = []
  private let loop: EventLoop

  init(
    _ attempt: ProcessAttempt, environment: [String: String], input: CInt, output: CInt,
    loop: EventLoop
  ) {
    self.attempt = attempt
    self.environment = environment
    self.input = input
    self.output = output
    self.loop = loop
    setNonBlocking(input)
    setNonBlocking(output)
  }

  /// Sends as much as the pipe takes, and the rest when it takes more.
  ///
  /// - Returns: False when nobody reads any more.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    guard unsent.isEmpty, let input else {
      unsent += bytes
      return sendUnsent()
    }
    let count = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    if count == bytes.count { return true }
    unsent = bytes[max(count, 0)...]
    return sendUnsent()
  }

  /// Sends what the pipe did not take before.
  @discardableResult
  func sendUnsent() -> Bool {
    guard let input else { return false }
    var isRead = true
    while !unsent.isEmpty {
      let count = unsent.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if count > 0 {
        unsent = unsent.dropFirst(count)
      } else if errno != EINTR {
        isRead = errno == EAGAIN
        break
      }
    }
    if !isRead { unsent = [] }
    if unsent.isEmpty == isWaitingToSend {
      isWaitingToSend.toggle()
      loop.watch(input, for: isWaitingToSend ? .writing : [])
    }
    return isRead
  }

  /// Reads what there is, and gives the lines that are complete, without their line breaks.
  ///
  /// - Returns: Whether there may be more to read at once.
  @discardableResult
  func readLines(_ take: (ArraySlice<UInt8>) -> Void) -> Bool {
    guard let output else { return false }
    let count = chunk.withUnsafeMutableBytes { read(output, $0.baseAddress, $0.count) }
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { closeOutput() }
      return count < 0 && errno == EINTR
    }
    var rest = chunk[..<count]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if unread.isEmpty {
        take(rest[..<end])
      } else {
        let line = unread + rest[..<end]
        unread = []
        take(line[...])
      }
      rest = rest[(end + 1)...]
    }
    unread += rest
    return true
  }

  /// Whether a line without an end has become longer than anybody would want.
  var isOverlong: Bool { unread.count > Self.longestLine }

  private static let longestLine = 256 << 20

  /// Tells the process that there are no more calls.
  func closeInput() {
    guard let input else { return }
    loop.forget(input)
    close(input)
    self.input = nil
  }

  func closeOutput() {
    guard let output else { return }
    loop.forget(output)
    close(output)
    self.output = nil
  }
}
