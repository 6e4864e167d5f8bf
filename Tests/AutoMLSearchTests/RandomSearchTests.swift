import AutoMLModel
import AutoMLSearch
import Testing

@Suite("Random search")
struct RandomSearchTests {
  let space = try! SearchSpace(
    name: "mixed",
    parameters: [
      ("lr", .float(low: 1e-4, high: 0.1, scale: .logarithmic)),
      ("n", .integer(low: 1, high: 6)),
      ("c", .choice(["a", 1, 1.0])),
      ("f", .float(low: -1, high: 1)),
    ])

  @Test("gives the same results for the same seed, for ever")
  func fixedSequence() throws {
    var search = RandomSearch(space: space, seed: 7)
    let expected: [(Double, Int64, ParameterValue, Double)] = [
      (0.0008392988637201492, 5, 1.0, -0.6964193223494572),
      (0.0045253875998451576, 4, 1, 0.9054965343570722),
      (0.0015774366293181009, 3, 1, 0.6235101495151683),
    ]
    for (rate, number, choice, fraction) in expected {
      let parameters = try #require(search.next()?.parameters)
      let drawn = try #require(parameters["lr"]?.number)
      #expect(abs(drawn - rate) < rate * 1e-14)
      #expect(parameters["n"] == .integer(number))
      #expect(parameters["c"] == choice)
      #expect(parameters["f"] == .float(fraction))
    }
  }

  @Test("gives any result by its place, whatever came before")
  func places() throws {
    var search = RandomSearch(space: space, seed: 9)
    let results = (0..<20).compactMap { _ in search.next() }
    #expect(Set(results).count == 20)
    #expect(search.position == 20)
    let fresh = RandomSearch(space: space, seed: 9)
    #expect((0..<20).reversed().compactMap { fresh.result(at: $0) } == results.reversed())
    var skipped = fresh
    skipped.skip(13)
    #expect(skipped.next() == results[13])
    #expect(RandomSearch(space: space, seed: 10).result(at: 0) != results[0])
    #expect(fresh.result(at: -1) == nil)
    #expect(fresh.count == nil)
  }

  @Test(
    "reaches both ends of whole numbers and spreads them",
    arguments: [ParameterDomain.Scale.linear, .logarithmic])
  func wholeNumbers(_ scale: ParameterDomain.Scale) throws {
    let space = try SearchSpace(
      name: "s", parameters: [("n", .integer(low: 1, high: 16, scale: scale))])
    var search = RandomSearch(space: space, seed: 1)
    var counts: [Int64: Int] = [:]
    for _ in 0..<16_000 {
      guard case .integer(let number) = search.next()?.parameters["n"] else { continue }
      counts[number, default: 0] += 1
    }
    #expect(counts.keys.sorted() == Array(1...16))
    switch scale {
    case .linear: #expect(counts.values.allSatisfy { (850...1150).contains($0) })
    case .logarithmic: #expect(try #require(counts[1]) > 5 * #require(counts[8]))
    }
  }

  @Test("spreads a logarithmic float evenly over its powers")
  func logarithmicFloat() throws {
    let space = try SearchSpace(
      name: "s", parameters: [("x", .float(low: 1e-4, high: 1, scale: .logarithmic))])
    var search = RandomSearch(space: space, seed: 2)
    var small = 0
    for _ in 0..<4000 {
      let number = try #require(search.next()?.parameters["x"]?.number)
      #expect((1e-4...1).contains(number))
      if number < 1e-2 { small += 1 }
    }
    #expect((1850...2150).contains(small))
  }

  @Test(
    "stays inside the most extreme domains",
    arguments: [
      .integer(low: .min, high: .max), .integer(low: .max, high: .max),
      .integer(low: 1, high: .max, scale: .logarithmic),
      .integer(low: .max - 1, high: .max, scale: .logarithmic),
      .float(low: 0, high: .greatestFiniteMagnitude),
      .float(low: .leastNonzeroMagnitude, high: .greatestFiniteMagnitude, scale: .logarithmic),
      .float(low: 3, high: 3), .float(low: 3, high: 3, scale: .logarithmic), .choice([true]),
    ] as [ParameterDomain])
  func extremes(_ domain: ParameterDomain) throws {
    let space = try SearchSpace(name: "s", parameters: [("x", domain)])
    var search = RandomSearch(space: space, seed: 5)
    for _ in 0..<200 {
      let value = try #require(search.next()?.parameters["x"])
      #expect(domain.contains(value))
    }
  }

  @Test("has one result for a space without parameters")
  func empty() throws {
    var search = RandomSearch(space: try SearchSpace(name: "s", parameters: []), seed: 0)
    #expect(search.next()?.values.isEmpty == true)
  }
}
