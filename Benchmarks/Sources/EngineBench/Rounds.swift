import Foundation

/// How fast jobs were done, and the processor time they took.
struct Rate {
  var perSecond: Double
  /// Microseconds a job, of this process.
  var own = 0.0
  /// Microseconds a job, of children that were waited for.
  var children = 0.0

  /// Times jobs that `body` does.
  static func of(_ jobs: Int, _ body: () async throws -> Void) async throws -> Rate {
    let (own, children) = (processorTime(RUSAGE_SELF), processorTime(RUSAGE_CHILDREN))
    let start = ContinuousClock.now
    try await body()
    let time = ContinuousClock.now - start
    return Rate(
      perSecond: Double(jobs) / (time / .seconds(1)),
      own: (processorTime(RUSAGE_SELF) - own) / Double(jobs),
      children: (processorTime(RUSAGE_CHILDREN) - children) / Double(jobs))
  }

  /// User and system time in microseconds.
  private static func processorTime(_ who: __rusage_who) -> Double {
    var usage = rusage()
    getrusage(who.rawValue, &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) * 1e6 + Double($1.tv_usec)
    }
  }
}

/// The middle one of some figures.
func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }

/// What contestants did in rounds in which they took turns.
///
/// Every figure is the median of the rounds, and every ratio the median of the rounds' ratios.
struct Rounds {
  private let rates: [[Rate]]

  init(_ count: Int, _ contestants: [() async throws -> Rate]) async throws {
    var rates: [[Rate]] = []
    for _ in 0..<count {
      var round: [Rate] = []
      for contestant in contestants { round.append(try await contestant()) }
      rates.append(round)
    }
    self.rates = rates
  }

  func rate(_ contestant: Int) -> Double { median(rates.map { $0[contestant].perSecond }) }

  func ratio(_ contestant: Int, to other: Int) -> Double {
    median(rates.map { $0[contestant].perSecond / $0[other].perSecond })
  }

  /// Microseconds a job, of this process and of its children.
  func processorTime(_ contestant: Int) -> String {
    let own = median(rates.map { $0[contestant].own })
    let children = median(rates.map { $0[contestant].children })
    return "\(Int(own)) us" + (children == 0 ? "" : " + \(Int(children)) us of children")
  }
}

/// What is printed, and whether every bound was met.
struct Findings {
  private(set) var areWithinBounds = true

  func show(_ name: String, _ text: String) {
    print("  \(name.padding(toLength: 62, withPad: " ", startingAt: 0))\(text)")
  }

  /// Shows a figure that has a bound.
  mutating func show(_ name: String, _ text: String, isMet: Bool) {
    show(name, text + (isMet ? "" : "  NOT MET"))
    areWithinBounds = areWithinBounds && isMet
  }
}
