import AutoMLScheduling
import AutoMLSchedulingTestKit
import Synchronization
import Testing

/// One row of the table of controls: which of some emissions a callback answers to.
///
/// At each emission the rules are asked in this order, and a row is called by those it is about:
/// 1. `every` counts all emissions and lets through each so many-th; `when` is not asked of others.
/// 2. `when` is asked, also of a callback that had all its calls.
/// 3. `maxCalls` counts the times that a callback was entered, a repeated group once.
/// 4. `repeat` calls that often, with the same payload.
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
    ControlRow("no rule: no controls", emissions: 3, calls: [1, 2, 3]) { _ in .plain },
    ControlRow("no rule: hidden", emissions: 3, calls: [1, 2, 3]) { _ in .hidden },
    ControlRow("rule 1: every 1", emissions: 3, calls: [1, 2, 3]) { _ in try .init(every: 1) },
    ControlRow("rule 1: every 3", emissions: 12, calls: [3, 6, 9, 12]) { _ in try .init(every: 3) },
    ControlRow("rule 1: every 2", emissions: 5, calls: [2, 4]) { _ in try .init(every: 2) },
    ControlRow("rule 3: maxCalls 2", emissions: 5, calls: [1, 2]) { _ in try .init(maxCalls: 2) },
    ControlRow("rule 3: maxCalls 0", emissions: 5, calls: []) { _ in try .init(maxCalls: 0) },
    ControlRow("rule 3: maxCalls -1", emissions: 5, calls: []) { _ in try .init(maxCalls: -1) },
    ControlRow("rule 4: repeat 2", emissions: 2, calls: [1, 1, 2, 2]) { _ in
      try .init(repeatCount: 2)
    },
    ControlRow("rules 3 and 4: repeat 3, maxCalls 2", emissions: 4, calls: [1, 1, 1, 2, 2, 2]) {
      _ in
      try .init(repeatCount: 3, maxCalls: 2)
    },
    ControlRow("rules 1 and 3: every 2, maxCalls 2", emissions: 9, calls: [2, 4]) { _ in
      try .init(maxCalls: 2, every: 2)
    },
    ControlRow(
      "rules 1 and 2: every 2, when no and yes by turns", emissions: 8, calls: [4, 8], asked: 4
    ) {
      answers in try .init(when: { answers.alternate(beginning: false) }, every: 2)
    },
    ControlRow(
      "rules 2 and 3: when yes and no by turns, maxCalls 2", emissions: 9, calls: [1, 3], asked: 9
    ) {
      answers in try .init(maxCalls: 2, when: { answers.alternate(beginning: true) })
    },
    ControlRow("rule 2: when never", emissions: 4, calls: [], asked: 4) { answers in
      try .init(when: { answers.always(false) })
    },
    ControlRow("rules 2 and 3: maxCalls 0 is asked all the same", emissions: 4, calls: [], asked: 4)
    { answers in
      try .init(maxCalls: 0, when: { answers.always(true) })
    },
    ControlRow(
      "rules 1 to 4: everything at once", emissions: 13, calls: [6, 6, 12, 12], asked: 4
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
