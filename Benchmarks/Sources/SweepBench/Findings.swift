import Foundation

/// The middle one of some figures.
func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }

/// What contestants did in rounds in which they took turns.
///
/// Every figure is the median of the rounds, and every ratio the median of the rounds' ratios.
struct Rounds {
  private let rates: [[Double]]

  init(_ count: Int, _ contestants: [() async throws -> Double]) async throws {
    var rates: [[Double]] = []
    for round in 0..<count {
      var row = Array(repeating: 0.0, count: contestants.count)
      // Who begins changes from round to round.
      for turn in contestants.indices {
        let contestant = (turn + round) % contestants.count
        row[contestant] = try await contestants[contestant]()
      }
      rates.append(row)
    }
    self.rates = rates
  }

  func rate(_ contestant: Int) -> Double { median(rates.map { $0[contestant] }) }

  func ratio(_ contestant: Int, to other: Int) -> Double {
    median(rates.map { $0[contestant] / $0[other] })
  }
}

/// What is printed, and whether every bound was met.
struct Findings {
  private(set) var areWithinBounds = true

  func show(_ name: String, _ text: String) {
    print("  \(name.padding(toLength: 48, withPad: " ", startingAt: 0))\(text)")
  }

  /// Shows a figure that has a bound.
  mutating func show(_ name: String, _ text: String, isMet: Bool) {
    show(name, text + (isMet ? "" : "  NOT MET"))
    areWithinBounds = areWithinBounds && isMet
  }
}

/// How many of something a second.
func perSecond(_ rate: Double) -> String { String(format: "%9.0f/s", rate) }
