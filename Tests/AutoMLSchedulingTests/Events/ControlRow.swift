import AutoMLScheduling
import AutoMLSchedulingTestKit
import Synchronization
import Testing

/// One row of the table of controls: which of some emissions a callback answers to.
struct ControlRow: Sendable, CustomTestStringConvertible {
  let name: String
  let emissions: Int
  /// The numbers of the emissions in the order of the calls.
  let calls: [Int]
  /// How often `when` is asked; nil where there is none.
  let asked: Int?
  let controls: @Sendable (Answers) throws -> CallbackControls

  init(
    _ name: String, emissions: Int, calls: [Int], asked: Int? = nil,
    controls: @escaping @Sendable (Answers) throws -> CallbackControls
  ) {
    self.name = name
    self.emissions = emissions
    self.calls = calls
    self.asked = asked
    self.controls = controls
  }

  var testDescription: String { name }

  static let all: [ControlRow] = [
    ControlRow("no controls", emissions: 3, calls: [1, 2, 3]) { _ in .plain },
    ControlRow("hidden", emissions: 3, calls: [1, 2, 3]) { _ in .hidden },
    ControlRow("every 1", emissions: 3, calls: [1, 2, 3]) { _ in try .init(every: 1) },
    ControlRow("every 3", emissions: 12, calls: [3, 6, 9, 12]) { _ in try .init(every: 3) },
    ControlRow("every 2", emissions: 5, calls: [2, 4]) { _ in try .init(every: 2) },
    ControlRow("maxCalls 2", emissions: 5, calls: [1, 2]) { _ in try .init(maxCalls: 2) },
    ControlRow("maxCalls 0", emissions: 5, calls: []) { _ in try .init(maxCalls: 0) },
    ControlRow("maxCalls -1", emissions: 5, calls: []) { _ in try .init(maxCalls: -1) },
    ControlRow("repeat 2", emissions: 2, calls: [1, 1, 2, 2]) { _ in try .init(repeatCount: 2) },
    ControlRow("repeat 3, maxCalls 2", emissions: 4, calls: [1, 1, 1, 2, 2, 2]) { _ in
      try .init(repeatCount: 3, maxCalls: 2)
    },
    ControlRow("every 2, maxCalls 2", emissions: 9, calls: [2, 4]) { _ in
      try .init(maxCalls: 2, every: 2)
    },
    ControlRow("every 2, when no and yes by turns", emissions: 8, calls: [4, 8], asked: 4) {
      answers in try .init(when: { answers.alternate(beginning: false) }, every: 2)
    },
    ControlRow("when yes and no by turns, maxCalls 2", emissions: 9, calls: [1, 3], asked: 9) {
      answers in try .init(maxCalls: 2, when: { answers.alternate(beginning: true) })
    },
    ControlRow("when never", emissions: 4, calls: [], asked: 4) { answers in
      try .init(when: { answers.always(false) })
    },
    ControlRow("maxCalls 0 is asked all the same", emissions: 4, calls: [], asked: 4) { answers in
      try .init(maxCalls: 0, when: { answers.always(true) })
    },
    ControlRow(
      "everything at once", emissions: 13, calls: [6, 6, 12, 12], asked: 4
    ) { answers in
      try .init(
        repeatCount: 2, maxCalls: 2, when: { answers.alternate(beginning: false) }, every: 3,
        isHidden: true)
    },
  ]
}

/// Answers to `when`, and counts how often it was asked.
final class Answers: Sendable {
  private let asked = Mutex(0)

  var count: Int { asked.withLock { $0 } }

  func alternate(beginning first: Bool) -> Bool {
    asked.withLock { asked in
      asked += 1
      return asked.isMultiple(of: 2) ? !first : first
    }
  }

  func always(_ answer: Bool) -> Bool {
    asked.withLock { $0 += 1 }
    return answer
  }
}
