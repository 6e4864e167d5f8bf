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
    /// How many bytes the request has.
    let length: Int
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
  /// Our end of its standard error; nil when it was closed.
  private(set) var errors: CInt?
  /// Runs until the process has ended.
  var process: Task<Void, Never>?
  var call: Call?
  /// Watches over the limits of the call.
  var limits: LimitWatch?
  /// Ends the process when it does not end by itself.
  var retirement: Task<Void, Never>?
  /// Whether it is to get no more calls.
  var isEnding = false
  /// Whether it was told to end at once.
  var isStopped = false
  var callsBegun = 0
  /// What was printed to standard error since the last line's end, while lines are filtered.
  var errorLines = LineSplitter()
  private var unsent: ArraySlice<UInt8> = []
  private var isWaitingToSend = false
  private var chunk = [UInt8](repeating: 0, count: 16_384)
  /// The begin of a line of which the end has not been read.
  private var unread: [UInt8] = []
  private let loop: EventLoop

  init(
    _ attempt: ProcessAttempt, environment: [String: String], input: CInt, output: CInt,
    errors: CInt, loop: EventLoop
  ) {
    self.attempt = attempt
    self.environment = environment
    self.input = input
    self.output = output
    self.errors = errors
    self.loop = loop
    for descriptor in [input, output, errors] { setNonBlocking(descriptor) }
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
    guard let input else {
      unsent = []
      return false
    }
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

  /// Gives what the process has written to standard error.
  ///
  /// No more than a pipe holds, for a process that writes without end.
  func readErrors(_ take: ([UInt8]) -> Void) {
    for _ in 0..<Self.mostReads {
      guard let errors else { return }
      let count = chunk.withUnsafeMutableBytes { read(errors, $0.baseAddress, $0.count) }
      if count > 0 {
        take(Array(chunk[..<count]))
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        closeErrors()
      } else if errno == EAGAIN {
        return
      }
    }
  }

  /// How often there can be something to read in a full pipe.
  static let mostReads = 64

  /// The begin of a line that will not be ended any more.
  func takeUnread() -> [UInt8] {
    defer { unread = [] }
    return unread
  }

  /// Whether a line without an end has become longer than anybody would want.
  var isOverlong: Bool { unread.count > Self.longestLine }

  static let longestLine = 256 << 20

  /// Whether a process that has ended has read nothing of the request of its call.
  var hasIgnoredCall: Bool {
    guard let input, let call else { return false }
    var count: CInt = 0
    guard ioctl(input, UInt(FIONREAD), &count) == 0 else { return false }
    return Int(count) + unsent.count >= call.length
  }

  /// Whether it can get another call.
  var isUsable: Bool { !isEnding && input != nil && output != nil }

  /// Tells the process that there are no more calls.
  func closeInput() {
    Self.close(&input, loop)
    unsent = []
  }

  func closeOutput() { Self.close(&output, loop) }

  func closeErrors() { Self.close(&errors, loop) }

  private static func close(_ descriptor: inout CInt?, _ loop: EventLoop) {
    guard let open = descriptor else { return }
    loop.forget(open)
    Foundation.close(open)
    descriptor = nil
  }
}
