import AutoMLModel
import AutoMLSweep
import Testing

@Suite("The lazy combinations")
struct CombinationsTests {
  static let mixed: Factors = [
    "a": ["x": [:], "y": ["p": [1, 2], "q": ["u": [:], "v": ["w": [1, 2, 3]]]], "z": [:]],
    "b": [true, false],
    "c": [1: ["d": [0.5, 1.5]], 2: ["d": ["k"], "e": [1, 2]]],
  ]

  @Test(
    "are those of the sweep, at their places",
    arguments: [[:], ["a": [1, 2, 3]], mixed, SweepRowTests.guide] as [Factors])
  func lazy(_ factors: Factors) throws {
    let lazy = try factors.combinations()
    let eager = try sweep(factors)
    #expect(lazy.count == eager.count)
    #expect(Array(lazy) == eager)
    for (place, combination) in eager.enumerated() {
      #expect(lazy[place].parameters == combination.parameters)
      #expect(eager.firstIndex(of: combination) == place)
    }
    #expect(sets(lazy.reversed()) == sets(eager.reversed()))
    #expect(sets(lazy.dropFirst(2).prefix(3)) == sets(eager.dropFirst(2).prefix(3)))
  }

  @Test("are walked depth first, the last factor fastest")
  func order() throws {
    let all = try Self.mixed.combinations()
    // x, z: one each; y: p twice, q once and three times. Twice b, and c's two and two.
    #expect(all.count == (1 + 2 * 4 + 1) * 2 * 4)
    #expect(all[0].parameters == ["a": "x", "b": true, "c": 1, "d": 0.5])
    #expect(all[3].parameters == ["a": "x", "b": true, "c": 2, "d": "k", "e": 2])
    #expect(all[8].parameters == ["a": "y", "p": 1, "q": "u", "b": true, "c": 1, "d": 0.5])
    #expect(
      all[17].parameters == ["a": "y", "p": 1, "q": "v", "w": 1, "b": true, "c": 1, "d": 1.5])
    #expect(all[79].parameters == ["a": "z", "b": false, "c": 2, "d": "k", "e": 2])
  }

  @Test("need no memory for what nobody asks for")
  func huge() throws {
    let digits = Levels.levels((0..<1000).map { .integer($0) })
    let factors = Factors((0..<6).map { .init("x\($0)", digits) })
    let all = try factors.combinations()
    #expect(all.count == 1_000_000_000_000_000_000)
    #expect(all[123_456_789].levels == [0, 0, 0, 123, 456, 789])
    #expect(all.last?.levels == Array(repeating: 999, count: 6))
  }

  @Test("have their own names even where there are too many lists of names to keep")
  func manyShapes() throws {
    let names = (0..<40).map { "x\($0)" }
    let factors = Factors(
      names.map { .init($0, .branches([.init(0), .init(1, ["\($0)below": [7]])])) })
    let all = try factors.combinations()
    #expect(all.count == 1 << 40)
    #expect(all[0].names == names)
    let second = try #require(all.dropFirst(2).first)
    #expect(second.names == names.dropLast().dropLast() + ["x38", "x38below", "x39"])
    #expect(second["x38below"] == 7)
    #expect(all.last?.names == names.flatMap { [$0, "\($0)below"] })
  }

  @Test("have their own bytes in their names")
  func names() throws {
    let factors: Factors = ["a": [1: ["\u{E9}": [1]], 2: ["e\u{301}": [1]]]]
    let texts = try sweep(factors).map(\.canonicalText.utf8.count)
    #expect(texts[1] == texts[0] + 1)
  }

  @Test("that no Int can count are refused, at the factor with which they become too many")
  func tooMany() {
    let digits = Levels.levels((0..<1000).map { .integer($0) })
    let factors = Factors((0..<7).map { .init("x\($0)", digits) })
    let error = #expect(throws: SweepError.self) { try factors.combinations() }
    #expect(error?.path == SweepPath([.factor("x6")]))
    #expect(error?.reason == .tooMany)
    let most = Factors((0..<6).map { .init("x\($0)", digits) })
    let branches = (0..<10).map { Levels.Branch(.integer($0), most) }
    let sum = Factors([.init("sum", .branches(branches))])
    #expect(throws: SweepError.self) { try sum.combinations() }
  }
}
