import AutoMLModel
import AutoMLSearch
import Testing

@Suite("Grid search")
struct GridSearchTests {
  private func values(
    _ domain: ParameterDomain, _ spacing: GridSpacing? = nil
  ) throws -> [ParameterValue] {
    let space = try SearchSpace(name: "s", parameters: [("x", domain)])
    var grid = try GridSearch(space: space, spacing: spacing.map { ["x": $0] } ?? [:])
    var values: [ParameterValue] = []
    while let value = grid.next()?.parameters["x"] { values.append(value) }
    #expect(values.count == grid.count)
    return values
  }

  @Test(
    "walks along whole numbers",
    arguments: [
      (.integer(low: 0, high: 3), .complete, [0, 1, 2, 3]),
      (.integer(low: -3, high: 4), .step(3), [-3, 0, 3]),
      (.integer(low: 0, high: 10), .points(4), [0, 3, 7, 10]),
      (.integer(low: 0, high: 2), .points(9), [0, 1, 2]),
      (.integer(low: 5, high: 9), .points(1), [5]),
      (.integer(low: 1, high: 1000, scale: .logarithmic), .points(4), [1, 10, 100, 1000]),
      (.integer(low: 1, high: 8, scale: .logarithmic), .points(7), [1, 2, 3, 4, 6, 8]),
      // The classic tool's `n`.
      (.integer(low: 0, high: 10), .wholeSteps(4), [0, 3, 6, 9]),
      (.integer(low: 0, high: 10), .wholeSteps(11), Array(0...10)),
      (.integer(low: 0, high: 10), .wholeSteps(1), [0]),
      (.integer(low: 0, high: 2), .wholeSteps(9), [0, 1, 2]),
    ] as [(ParameterDomain, GridSpacing, [Int64])])
  func wholeNumbers(
    _ domain: ParameterDomain, _ spacing: GridSpacing, _ expected: [Int64]
  ) throws {
    #expect(try values(domain, spacing) == expected.map { .integer($0) })
  }

  @Test(
    "walks along real numbers",
    arguments: [
      (.float(low: 0, high: 1), .points(5), [0, 0.25, 0.5, 0.75, 1]),
      (.float(low: 0, high: 1), .points(1), [0]),
      (.float(low: 0, high: 1), .step(0.2), [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (.float(low: 0, high: 1), .step(0.3), [0, 0.3, 0.6, 0.9]),
      (.float(low: 2, high: 2), .points(5), [2]),
      (.float(low: 1e-4, high: 1, scale: .logarithmic), .points(3), [1e-4, 1e-2, 1]),
    ] as [(ParameterDomain, GridSpacing, [Double])])
  func realNumbers(
    _ domain: ParameterDomain, _ spacing: GridSpacing, _ expected: [Double]
  ) throws {
    let numbers = try values(domain, spacing).compactMap(\.number)
    #expect(numbers.count == expected.count)
    for (number, wanted) in zip(numbers, expected) {
      #expect(abs(number - wanted) <= 1e-12 * max(abs(wanted), 1e-9))
    }
    #expect(numbers.last.map { domain.contains(.float($0)) } == true)
  }

  @Test("has ten points along a float when nothing is said")
  func defaultPoints() throws {
    #expect(try values(.float(low: 0, high: 9)).count == GridSearch.defaultPoints)
    #expect(try values(.choice(["b", "a"]), .points(1)) == ["b", "a"])
  }

  private static let pair = try! SearchSpace(
    name: "s",
    parameters: [("x", .integer(low: 0, high: 1)), ("y", .choice(["a", "b", "c"]))])

  @Test(
    "changes one parameter fastest",
    arguments: [
      (.lastFastest, "0a 0b 0c 1a 1b 1c"), (.firstFastest, "0a 1a 0b 1b 0c 1c"),
    ] as [(GridSearch.Order, String)])
  func order(_ order: GridSearch.Order, _ expected: String) throws {
    var grid = try GridSearch(space: Self.pair, order: order)
    var words: [String] = []
    while let result = grid.next() {
      words.append(result.parameters.entries.map(\.value.description).joined())
    }
    #expect(words.joined(separator: " ") == expected)
    #expect(grid.next() == nil)
    #expect(grid.position == 6)
  }

  @Test("gives any combination by its place")
  func places() throws {
    let grid = try GridSearch(space: Self.pair)
    #expect(grid.result(at: 4)?.parameters == ["x": 1, "y": "b"])
    #expect(grid.result(at: 6) == nil)
    #expect(grid.result(at: -1) == nil)
  }

  @Test(
    "counts its combinations",
    arguments: [
      ([.integer(low: 0, high: 10), .integer(low: 0, high: 10)], 121),
      ([.choice([1, 2, 3]), .choice([1, 2, 3, 4, 5])], 15),
      ([], 1), ([.choice([])], nil),
      (Array(repeating: .integer(low: 0, high: 999_999), count: 4), nil),
      ([.integer(low: .min, high: .max)], nil),
    ] as [([ParameterDomain], Int?)])
  func counts(_ domains: [ParameterDomain], _ count: Int?) throws {
    guard
      let space = try? SearchSpace(
        name: "s", parameters: domains.enumerated().map { ("x\($0)", $1) })
    else {
      #expect(domains == [.choice([])])
      return
    }
    let grid = try GridSearch(space: space)
    #expect(grid.count == count)
    #expect(grid.result(at: 0) != nil)
    #expect(count != nil || grid.result(at: .max) != nil)
  }

  @Test("counts as the classic sequence does")
  func classicCounts() throws {
    let space = try SearchSpace(
      name: "s",
      parameters: [("x", .integer(low: 0, high: 10)), ("y", .integer(low: 0, high: 10))])
    let grid = try GridSearch(space: space, spacing: ["x": .step(2), "y": .wholeSteps(3)])
    #expect(grid.count == 18)
  }

  @Test("takes no memory for a huge grid")
  func huge() throws {
    let space = try SearchSpace(
      name: "s",
      parameters: (0..<6).map { ("x\($0)", .integer(low: 0, high: 999)) })
    let grid = try GridSearch(space: space)
    #expect(grid.count == 1_000_000_000_000_000_000)
    #expect(
      grid.result(at: 123_456_789)?.parameters
        == ["x0": 0, "x1": 0, "x2": 0, "x3": 123, "x4": 456, "x5": 789])
  }

  @Test(
    "refuses a walk that there is not",
    arguments: [
      (.float(low: 0, high: 1), .complete, .uncountable),
      (.float(low: 0, high: 1), .points(0), .badPointCount(0)),
      (.integer(low: 0, high: 1), .points(2_000_000), .badPointCount(2_000_000)),
      (.float(low: 0, high: 1), .step(0), .badStep(0)),
      (.float(low: 0, high: 1), .step(.infinity), .badStep(.infinity)),
      (.integer(low: 0, high: 9), .step(0.5), .badStep(0.5)),
    ] as [(ParameterDomain, GridSpacing, GridProblem)])
  func refused(_ domain: ParameterDomain, _ spacing: GridSpacing, _ problem: GridProblem) throws {
    let space = try SearchSpace(name: "s", parameters: [("x", domain)])
    let error = #expect(throws: GridError.self) {
      try GridSearch(space: space, spacing: ["x": spacing])
    }
    #expect(error?.parameter == "x")
    #expect(error?.problem == problem)
  }
}
