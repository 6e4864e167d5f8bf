import AutoMLModel
import Foundation
import Synchronization

/// A worker's line to its host: answers, and the messages of the call that it is at.
final class HostLine: Sendable {
  private struct State {
    var descriptor: CInt
    var call: JSONValue?
    var channel: MessageChannel?
  }

  private let state: Mutex<State>

  /// - Parameter descriptor: Where answers are written; belongs to the line from here on.
  init(_ descriptor: CInt) { state = Mutex(State(descriptor: descriptor)) }

  /// The channel of a call that begins now; there is one call at a time.
  func channel(for call: JSONValue) -> MessageChannel {
    let hasSpoken = CancelFlag()
    let channel = MessageChannel(clock: ContinuousClock()) { [self] utterance, _ in
      // Work that has said nothing has nothing to close.
      if utterance == .close, !hasSpoken.isSet { return }
      hasSpoken.set()
      write(WorkerLine.utterance(utterance, of: call))
    }
    state.withLock { state in
      state.call = call
      state.channel = channel
    }
    return channel
  }

  /// Takes a line of the host when it is an answer to a message.
  ///
  /// - Returns: False when it is something else.
  func takeAnswer(_ line: [UInt8]) -> Bool {
    guard let value = try? JSONValue(parsingUTF8: line[...]), value["function"] == nil,
      let answer = MessageRelay.Answer(value)
    else { return false }
    let channel = state.withLock { $0.call == value["id"] ? $0.channel : nil }
    channel?.receive(answer)
    return true
  }

  /// Writes a whole line, whoever else writes.
  func write(_ line: [UInt8]) {
    state.withLock { state in
      var rest = line[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Foundation.write(state.descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 || errno == EINTR else { return }
        if count > 0 { rest = rest.dropFirst(count) }
      }
    }
  }

  /// Writes nothing any more.
  func close() {
    state.withLock { state in
      Foundation.close(state.descriptor)
      state.descriptor = -1
    }
  }
}
