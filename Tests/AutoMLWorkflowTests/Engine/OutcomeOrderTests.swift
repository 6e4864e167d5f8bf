import AutoMLSearch
import Testing

@testable import AutoMLWorkflow

@Suite("The order of outcomes")
struct OutcomeOrderTests {
  /// What happens to ends of jobs: one begins to be recorded, or one is heard of with its place.
  enum Step: Sendable {
    case begins
    case heard(ticket: Int, number: Int, due: [Int])
  }

  @Test(
    "Outcomes are due as soon as all that were recorded before them are known",
    arguments: [
      // One after the other.
      [
        .begins, .heard(ticket: 1, number: 0, due: [0]), .begins,
        .heard(ticket: 2, number: 1, due: [1]),
      ],
      // Heard of in the order of the record.
      [
        .begins, .begins, .begins, .heard(ticket: 1, number: 0, due: []),
        .heard(ticket: 2, number: 1, due: []), .heard(ticket: 3, number: 2, due: [0, 1, 2]),
      ],
      // Heard of the other way round.
      [
        .begins, .begins, .heard(ticket: 1, number: 1, due: []),
        .heard(ticket: 2, number: 0, due: [0, 1]),
      ],
      // Who begins when another one has been heard of comes after it, so nobody waits for that.
      [
        .begins, .begins, .heard(ticket: 2, number: 5, due: []), .begins,
        .heard(ticket: 1, number: 4, due: [4, 5]), .begins, .heard(ticket: 3, number: 7, due: []),
        .heard(ticket: 4, number: 9, due: [7, 9]),
      ],
      // One that is known to be recorded before a due one is due with it.
      [
        .begins, .begins, .heard(ticket: 1, number: 1, due: []), .begins,
        .heard(ticket: 2, number: 0, due: [0, 1]), .heard(ticket: 3, number: 2, due: [2]),
      ],
      // Places that others have filled are not waited for.
      [.begins, .heard(ticket: 1, number: 17, due: [17])],
    ] as [[Step]])
  func order(steps: [Step]) {
    var order = OutcomeOrder<Int>()
    var last = 0
    for step in steps {
      switch step {
      case .begins:
        let ticket = order.begin()
        last += 1
        #expect(ticket == last)
      case .heard(let ticket, let number, let due):
        let found = order.add(number, number: number, ticket: ticket)
        #expect(found == due)
      }
    }
  }

  @Test("Whatever happens, outcomes come in order, each once", arguments: 0..<200 as Range<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var order = OutcomeOrder<Int>()
    var underWay: [Int] = []
    var recorded: [(ticket: Int, number: Int)] = []
    var number = 0
    var begun = 0
    var told: [Int] = []
    while told.count < 30 {
      switch Int.random(in: 0..<3, using: &random) {
      case 0 where begun < 30:
        underWay.append(order.begin())
        begun += 1
      case 1 where !underWay.isEmpty:
        let place = Int.random(in: underWay.indices, using: &random)
        recorded.append((underWay.remove(at: place), number))
        number += 1
      case 2 where !recorded.isEmpty:
        let place = Int.random(in: recorded.indices, using: &random)
        let end = recorded.remove(at: place)
        let due = order.add(end.number, number: end.number, ticket: end.ticket)
        told += due
      default: break
      }
    }
    #expect(told == Array(0..<30))
  }
}
