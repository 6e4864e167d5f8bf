import AutoMLModel
import Testing

@Suite("A search space")
struct SearchSpaceTests {
  static let rate = try! ParameterRangeLocator(parsing: "lr.float")
  static let layer = try! ParameterRangeLocator(parsing: "net.enum.layer")

  @Test("is made of locators and ranges")
  func targets() throws {
    let space = try SearchSpace(
      name: "guide",
      targets: [
        Self.rate: [SearchRange(0.1, 1)],
        Self.layer: [SearchRange(0), SearchRange(1, 1), SearchRange(2)],
      ])
    #expect(space.dimensions.map(\.name) == ["lr.float", "net.enum.layer"])
    #expect(space[Self.rate]?.domain == .float(low: 0.1, high: 1))
    #expect(space[Self.layer]?.domain == .choice([0, 1, 2]))
    #expect(space.targets[Self.layer] == [SearchRange(0), SearchRange(1), SearchRange(2)])
    #expect(space.targets[Self.rate] == [SearchRange(0.1, 1)])
  }

  @Test(
    "refuses ranges that break a rule",
    arguments: [
      (rate, [], .rangeCount(0)),
      (rate, [SearchRange(0, 1), SearchRange(2, 3)], .rangeCount(2)),
      (rate, [SearchRange(2, 1)], .domain(.emptyRange)),
      (rate, [SearchRange(0, .infinity)], .domain(.notFinite)),
      (rate, [SearchRange(.nan, 1)], .domain(.notFinite)),
      (layer, [], .domain(.noValues)), (layer, [SearchRange(1)], .enumOrder(0)),
      (layer, [SearchRange(0), SearchRange(2)], .enumOrder(1)),
      (layer, [SearchRange(0), SearchRange(1, 2)], .enumOrder(1)),
    ] as [(ParameterRangeLocator, [SearchRange], SearchSpaceError.Reason)])
  func refused(
    _ locator: ParameterRangeLocator, _ ranges: [SearchRange], _ reason: SearchSpaceError.Reason
  ) {
    let error = #expect(throws: SearchSpaceError.self) {
      try SearchSpace(name: "s", targets: [locator: ranges])
    }
    #expect(error?.parameter == locator.description)
    #expect(error?.reason == reason)
  }

  @Test(
    "refuses named parameters that break a rule",
    arguments: [
      (.float(low: 2, high: 1), .emptyRange),
      (.float(low: -.greatestFiniteMagnitude, high: .greatestFiniteMagnitude), .notFinite),
      (.float(low: 0, high: 1, scale: .logarithmic), .logarithmOfNonPositive),
      (.integer(low: 2, high: 1), .emptyRange),
      (.integer(low: 0, high: 1, scale: .logarithmic), .logarithmOfNonPositive),
      (.choice([]), .noValues), (.choice(["a", "a"]), .repeatedValue),
      (.choice([.float(.nan)]), .notFinite),
    ] as [(ParameterDomain, DomainProblem)])
  func refusedDomain(_ domain: ParameterDomain, _ problem: DomainProblem) {
    let error = #expect(throws: SearchSpaceError.self) {
      try SearchSpace(name: "s", parameters: [("x", domain)])
    }
    #expect(error?.reason == .domain(problem))
  }

  @Test("refuses a name that stands twice")
  func repeated() {
    let error = #expect(throws: SearchSpaceError.self) {
      try SearchSpace(name: "s", parameters: [("x", .choice([1])), ("x", .choice([2]))])
    }
    #expect(error?.reason == .repeated)
  }

  @Test("is written in the words of an experiment file")
  func json() throws {
    let space = try SearchSpace(
      name: "s",
      parameters: [
        ("lr", .float(low: 1, high: 2, scale: .logarithmic)), ("n", .integer(low: 1, high: 2)),
        ("c", .choice([1, 1.0, "1", true])),
      ])
    #expect(
      space.json.serialized()
        == #"{"lr":{"type":"float","low":1.0,"high":2.0,"log":true},"#
        + #""n":{"type":"int","low":1,"high":2,"log":false},"#
        + #""c":{"type":"choice","values":[1,1.0,"1",true]}}"#)
  }

  @Test(
    "counts the values of a parameter",
    arguments: [
      (.float(low: 1, high: 1), 1), (.float(low: 0, high: 1), nil),
      (.integer(low: -2, high: 2), 5), (.integer(low: .min, high: .max), nil),
      (.integer(low: 0, high: .max), nil), (.choice(["a", "b"]), 2),
    ] as [(ParameterDomain, Int?)])
  func counts(_ domain: ParameterDomain, _ count: Int?) {
    #expect(domain.count == count)
  }
}

@Suite("A search result")
struct SearchResultTests {
  let space = try! SearchSpace(
    name: "s",
    parameters: [
      ("x", .float(low: 0, high: 1)), ("n", .integer(low: 1, high: 3)), ("c", .choice(["a", 1])),
    ])

  @Test(
    "holds values of the space, both ends included",
    arguments: [
      ["x": 0.0, "n": 1, "c": "a"], ["x": 1.0, "n": 3, "c": 1], ["n": 2], [:],
    ] as [ParameterSet])
  func members(_ parameters: ParameterSet) throws {
    let result = try SearchResult(space: space, parameters: parameters)
    #expect(result.parameters == parameters)
  }

  @Test("has its values in the order of the space")
  func order() throws {
    let result = try SearchResult(space: space, parameters: ["c": 1, "x": 0.5])
    #expect(result.parameters.entries.map(\.name) == ["x", "c"])
  }

  @Test(
    "refuses what is not in the space",
    arguments: [
      ("x", 1.5), ("x", 1), ("x", .float(.nan)), ("n", 0), ("n", 2.0), ("n", "2"), ("c", 1.0),
      ("c", "b"), ("c", true),
    ] as [(String, ParameterValue)])
  func outsiders(_ name: String, _ value: ParameterValue) {
    let error = #expect(throws: SearchResultError.self) {
      try SearchResult(space: space, parameters: ParameterSet([(name, value)]))
    }
    guard case .outsideSpace(name, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("refuses an unknown parameter")
  func unknown() {
    #expect(throws: SearchResultError.unknownParameter("q")) {
      try SearchResult(space: space, parameters: ["q": 1])
    }
  }
}
