import AutoMLModel
import Testing

@Suite("Guide: SearchSpace")
struct SearchSpaceGuideTests {
  let rate: ParameterRangeLocator
  let choice: ParameterRangeLocator

  init() throws {
    rate = try ParameterRangeLocator(parsing: "lr.float")
    choice = try ParameterRangeLocator(parsing: "net.enum.layers")
  }

  @Test("SearchRange(minv, maxv); without maxv it is minv")
  func ranges() {
    #expect(SearchRange(1, 2).minimum == 1)
    #expect(SearchRange(1, 2).maximum == 2)
    #expect(SearchRange(3).maximum == 3)
    #expect(SearchRange(3) == SearchRange(3, 3))
  }

  @Test("SearchSpace(name, targets) maps each PRL to its ranges; the name is arbitrary")
  func targets() throws {
    let space = try SearchSpace(name: "", targets: [rate: [SearchRange(0.001, 0.002)]])
    #expect(space.name.isEmpty)
    #expect(space.targets == [rate: [SearchRange(0.001, 0.002)]])
  }

  @Test(
    "A float PRL has exactly one range with min ≤ max",
    arguments: [
      ([SearchRange(1, 2)], true), ([SearchRange(1)], true), ([SearchRange(2, 1)], false),
      ([], false), ([SearchRange(0, 1), SearchRange(1, 2)], false),
    ])
  func float(_ ranges: [SearchRange], _ isSound: Bool) {
    let space = try? SearchSpace(name: "s", targets: [rate: ranges])
    #expect((space != nil) == isSound)
  }

  @Test(
    "An enum PRL has the ranges 0,0 · 1,1 · 2,2 … in order",
    arguments: [
      ([SearchRange(0, 0), SearchRange(1, 1), SearchRange(2, 2), SearchRange(3, 3)], true),
      ([SearchRange(0)], true), ([], false), ([SearchRange(1, 1), SearchRange(0, 0)], false),
      ([SearchRange(0, 1)], false), ([SearchRange(0.5)], false),
      ([SearchRange(0, 0), SearchRange(2, 2)], false),
    ])
  func enums(_ ranges: [SearchRange], _ isSound: Bool) {
    let space = try? SearchSpace(name: "s", targets: [choice: ranges])
    #expect((space != nil) == isSound)
    #expect(space == nil || space?.targets == [choice: ranges])
  }

  @Test("Each PRL represents one parameter: none stands twice")
  func unique() {
    let error = #expect(throws: SearchSpaceError.self) {
      try SearchSpace(
        name: "s", targets: [rate: [SearchRange(0, 1)], rate: [SearchRange(0, 2)]])
    }
    #expect(error?.reason == .repeated)
  }
}

@Suite("Guide: PRL")
struct LocatorGuideTests {
  @Test("Domain.NET, LEARNING_RATE and TRANSFORM; PType.FLOAT and ENUM")
  func names() {
    #expect(ParameterRangeLocator.Domain.net.rawValue == "net")
    #expect(ParameterRangeLocator.Domain.learningRate.rawValue == "lr")
    #expect(ParameterRangeLocator.Domain.transform.rawValue == "transform")
    #expect(ParameterRangeLocator.ParameterType.allCases.map(\.rawValue) == ["float", "enum"])
    #expect(
      ParameterRangeLocator.Domain.builtIn.isSuperset(of: [.net, .learningRate, .transform]))
  }

  @Test("make_prl(domain, ptype, rest); the rest may be left out")
  func make() throws {
    let short = try ParameterRangeLocator(domain: .learningRate, type: .float)
    #expect("\(short)" == "lr.float")
    let long = try ParameterRangeLocator(domain: .transform, type: .enum, extra: "crop.size")
    #expect("\(long)" == "transform.enum.crop.size")
  }

  @Test(
    "make_prl makes only what validate_prl accepts",
    arguments: ["", "a", "a.b", ".", "a.", ".a", "a..b"])
  func makeIsValid(_ extra: String) {
    let locator = try? ParameterRangeLocator(domain: .net, type: .float, extra: extra)
    #expect(locator.map { ParameterRangeLocator.problem(with: "\($0)") == nil } ?? true)
    #expect((locator == nil) == (extra.hasPrefix(".") || extra.hasSuffix(".") || extra == "a..b"))
  }

  @Test("validate_prl gives nothing for a valid PRL, and otherwise a message")
  func validate() {
    #expect(ParameterRangeLocator.problem(with: "net.enum.layers") == nil)
    let messages = ["lr", "lr.int", "loss.float", "lr..x"].map {
      ParameterRangeLocator.problem(with: $0)?.description
    }
    #expect(
      messages == [
        "'lr' is not of the form domain.type[.extra]",
        "'int' is not a parameter type; use float or enum", "'loss' is not a known domain",
        "'lr..x' has an empty element",
      ])
  }

  @Test("split_prl gives the elements")
  func split() throws {
    #expect(try ParameterRangeLocator(parsing: "lr.float").elements == ["lr", "float"])
    #expect(
      try ParameterRangeLocator(parsing: "net.enum.a.b").elements == ["net", "enum", "a", "b"])
  }
}

@Suite("Guide: SearchResult and Recommendation")
struct SearchResultGuideTests {
  let space: SearchSpace
  let rate: ParameterRangeLocator

  init() throws {
    space = try guideSpace()
    rate = try ParameterRangeLocator(parsing: "lr.float")
  }

  @Test("SearchResult(space, values) keeps both")
  func result() throws {
    let result = try SearchResult(space: space, values: [rate: 0.0015])
    #expect(result.space == space)
    #expect(result.values == [rate: 0.0015])
  }

  @Test("SearchResult refuses a key that is not in the space")
  func unknown() throws {
    let other = try ParameterRangeLocator(parsing: "lr.float.other")
    #expect(throws: SearchResultError.unknownParameter("lr.float.other")) {
      try SearchResult(space: space, values: [other: 0.0015])
    }
  }

  @Test("SearchResult refuses a value that is not in the range", arguments: [0.0009, 0.0021])
  func outside(_ value: Double) {
    #expect(throws: SearchResultError.self) {
      try SearchResult(space: space, values: [rate: .float(value)])
    }
  }

  @Test("SearchResult need not have a value for each PRL")
  func partial() throws {
    #expect(try SearchResult(space: space, values: [:]).values.isEmpty)
  }

  @Test("Recommendation(rec_id, result): the id can be of any type")
  func recommendation() throws {
    struct Key: Hashable, Codable { let round: Int, name: String }
    let result = try SearchResult(space: space, values: [rate: 0.001])
    let key = Key(round: 2, name: "a")
    let recommendation = Recommendation(id: try RecommendationID(key), result: result)
    #expect(try recommendation.id.value(as: Key.self) == key)
    #expect(recommendation.result == result)
    let text = "x"
    #expect(try RecommendationID(text).value(as: String.self) == text)
    #expect(try RecommendationID(7).value(as: Int.self) == 7)
  }
}

@Suite("Guide: Outcome")
struct OutcomeGuideTests {
  @Test("Status.OK, ERROR, EXCEPTION and UNFINISHED are 0, -1, -2 and -3")
  func statuses() {
    #expect(OutcomeStatus.ok.rawValue == 0)
    #expect(OutcomeStatus.error.rawValue == -1)
    #expect(OutcomeStatus.exception.rawValue == -2)
    #expect(OutcomeStatus.unfinished.rawValue == -3)
  }

  @Test("Outcome(rec_id, status, score, job_ctx); the context may be left out")
  func outcome() throws {
    let outcome = Outcome(recommendationID: 4, status: .ok, score: try Score(0.5))
    #expect(outcome.recommendationID == 4)
    #expect(outcome.status == .ok)
    #expect(outcome.score?.value == 0.5)
    #expect(outcome.jobContext == nil)
  }

  @Test("A score is a number, or one with labelled others")
  func score() throws {
    let score = try Score(0.5, labelled: [LabelledValue("loss", 2)])
    #expect(score.value == 0.5)
    #expect(score["loss"] == 2)
  }
}
