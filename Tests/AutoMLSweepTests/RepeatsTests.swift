import AutoMLModel
import AutoMLSweep
import Testing

@Suite("A description without repeats")
struct RepeatsTests {
  @Test(
    "has every combination once, at the place of the first",
    arguments: [
      [:], ["a": [1, 2]], ["a": [1, 1, 2], "b": [true, false, true]],
      ["a": [0.0, -0.0, 0, "0"], "b": ["\u{E9}", "e\u{301}"]],
      ["a": ["x": ["p": [2, 1, 2]], "y": [:], "x": ["p": [2, 1]]], "b": [1, 1]],
      ["a": [1: ["p": [1: ["q": [3, 3]], 2: [:], 1: ["q": [3]]]]], "b": [2, 1, 2, 1]],
      CombinationsTests.mixed, SweepRowTests.guide,
    ] as [Factors])
  func once(_ factors: Factors) throws {
    var known: Set<Combination> = []
    let expected = try sweep(factors).filter { known.insert($0).inserted }
    let found = try sweep(factors.withoutRepeats())
    #expect(found == expected)
    #expect(sets(found) == sets(expected))
  }

  @Test("does not know which of different factors below equal levels were meant")
  func different() {
    let factors: Factors = ["k": ["x": ["a": [1: ["p": [1]], 1: ["p": [1, 2]]]]]]
    let error = #expect(throws: SweepError.self) { try factors.withoutRepeats() }
    #expect(error?.path == SweepPath([.factor("k"), .level("x"), .factor("a")]))
    #expect(error?.reason == .levelTwice(1))
  }
}
