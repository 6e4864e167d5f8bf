import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import Testing

@Suite("The list of a sweeper", .timeLimit(.minutes(2)))
struct SweeperListTests {
  let scene: SweepScene

  init() throws { scene = try SweepScene() }

  private func sweeper(_ factors: Factors) async throws -> ParamSweeper {
    try await ParamSweeper("d1", in: try await scene.connect(), sweeps: try sweep(factors))
  }

  @Test("T10: is handed out in its order, which is that of the factors")
  func order() async throws {
    let made = try await sweeper(["b": ["x", "y"], "a": [2, 1]])
    #expect(
      sets(try await made.nextBatch(9)) == [
        ["b": "x", "a": 2], ["b": "x", "a": 1], ["b": "y", "a": 2], ["b": "y", "a": 1],
      ])
    #expect(try await made.take(after: made.reset(inProgress: true)).names == ["b", "a"])
  }

  @Test("does not tell combinations apart by the order of their factors")
  func factorOrder() async throws {
    let made = try await sweeper(["b": ["x", "y"], "a": [2, 1]])
    try await made.done(try combination(["a": 1, "b": "x"]))
    let taken = try await made.take()
    try await made.skip(try combination(["a": 2, "b": "x"]))
    #expect(try await made.skipped() == [taken])
    try await made.setSweeps(try sweep(["a": [2, 1], "b": ["x", "y"]]))
    #expect(try await made.counts() == "T4 R2 S1 I0 D1")
    #expect(try await made.sweeps().map(\.names) == Array(repeating: ["a", "b"], count: 4))
  }

  @Test("tells levels apart by their types")
  func types() async throws {
    let made = try await sweeper(["a": [1, 1.0, true, "1"]])
    try await made.done(try combination(["a": 1.0]))
    #expect(sets(try await made.remaining()) == [["a": 1], ["a": true], ["a": "1"]])
    #expect(sets(try await made.done()) == [["a": 1.0]])
  }

  @Test("keeps what is known when levels are added, and when they come back")
  func levels() async throws {
    let made = try await scene.sweeper([0, 1, 2, 3])
    try await made.done([numbered(0), numbered(1)])
    try await made.skip(numbered(2))
    let held = try await made.take()
    try await made.setSweeps(numbered([7, 3, 1]))
    #expect(try await made.counts() == "T3 R1 S0 I1 D1")
    #expect(try await made.inProgress() == [held])
    try await made.setSweeps(numbered([0, 1, 2, 3]))
    #expect(try await made.counts() == "T4 R0 S1 I1 D2")
    try await made.done(held)
    #expect(try await made.done().levels == [0, 1, 3])
  }

  @Test("keeps what is done when factors are added whose levels it had without saying so")
  func factors() async throws {
    let made = try await sweeper(["a": [1, 2]])
    try await made.done(try combination(["a": 1]))
    try await made.setSweeps(
      try sweep(["b": ["x", "y"], "a": [1, 2]]), assuming: ["b": "y", "a": 7])
    #expect(sets(try await made.done()) == [["b": "y", "a": 1]])
    #expect(try await made.counts() == "T4 R3 S0 I0 D1")
  }

  @Test("keeps nothing for combinations with a factor that nobody had")
  func newFactors() async throws {
    let made = try await sweeper(["a": [1, 2]])
    try await made.done(try combination(["a": 1]))
    try await made.setSweeps(try sweep(["b": ["x", "y"], "a": [1, 2]]))
    #expect(try await made.counts() == "T4 R4 S0 I0 D0")
  }

  @Test("is counted by the levels of its factors")
  func statistics() async throws {
    let made = try await sweeper(["a": [1, 2], "b": ["x", "y"]])
    try await made.skip(try combination(["a": 1, "b": "y"]))
    try await made.done(try combination(["a": 2, "b": "y"]))
    _ = try await made.next { $0.suffix(1) }
    #expect(try await made.statistics().json == sweepStats(try await made.stats()).json)
  }
}

extension ParamSweeper {
  /// Takes one, which must be there, after something else.
  fileprivate func take(after _: Void) async throws -> Combination { try await take() }
}
