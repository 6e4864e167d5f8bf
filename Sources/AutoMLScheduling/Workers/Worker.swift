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
    /// The scheduler that hears what the work says.
    let listener: Scheduler?
    let ended: @Sendable (Result<JSONValue, any Error>) -> Void
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
  var limits: Task<Void, Never>?
  var callsBegun = 0
  private var unsent: ArraySlice<UInt8> = []
  private var isWaitingToSend = false
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
    if unsent.isEmpty { unsent = bytes[...] } else { unsent += bytes }
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

  /// Reads what there is.
  ///
  /// - Returns: The lines that are complete, without their line breaks.
  func readLines() -> [ArraySlice<UInt8>] {
    guard let output else { return [] }
    // One read is enough nearly always; the loop comes back for the rest.
    let size = 65_536
    let before = unread.count
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { buffer in
      let count = read(output, buffer.baseAddress, size)
      if count > 0 { unread.append(contentsOf: buffer.prefix(count)) }
      return count
    }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { closeOutput() }
    guard unread.count > before else { return [] }
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    // What was there before holds no line break.
    var place = before
    while let end = unread[place...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(unread[start..<end])
      (start, place) = (end + 1, end + 1)
    }
    unread.removeFirst(start)
    return lines
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
