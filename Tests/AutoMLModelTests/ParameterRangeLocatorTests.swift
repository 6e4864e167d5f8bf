import AutoMLModel
import Testing

@Suite("A parameter range locator")
struct ParameterRangeLocatorTests {
  @Test(
    "is made of its parts and taken apart again",
    arguments: [
      (.net, .enum, "", "net.enum", ["net", "enum"]),
      (.learningRate, .float, "base", "lr.float.base", ["lr", "float", "base"]),
      (.transform, .float, "a.b", "transform.float.a.b", ["transform", "float", "a", "b"]),
    ]
      as [(
        ParameterRangeLocator.Domain, ParameterRangeLocator.ParameterType, String, String, [String]
      )])
  func makeAndSplit(
    _ domain: ParameterRangeLocator.Domain, _ type: ParameterRangeLocator.ParameterType,
    _ extra: String, _ text: String, _ elements: [String]
  ) throws {
    let locator = try ParameterRangeLocator(domain: domain, type: type, extra: extra)
    #expect(locator.description == text)
    #expect(locator.elements == elements)
    #expect(try ParameterRangeLocator(parsing: text) == locator)
    #expect(ParameterRangeLocator.problem(with: text) == nil)
  }

  @Test(
    "is refused with the reason",
    arguments: [
      ("", .tooFewElements), ("net", .tooFewElements), ("net.", .emptyElement),
      (".float", .emptyElement), ("net.float.", .emptyElement), ("net..x", .emptyElement),
      ("net.int", .unknownType("int")), ("NET.float", .unknownDomain("NET")),
      ("data.float", .unknownDomain("data")), ("net.Float", .unknownType("Float")),
      (" net.float", .unknownDomain(" net")),
    ] as [(String, LocatorError.Reason)])
  func refused(_ text: String, _ reason: LocatorError.Reason) {
    let problem = ParameterRangeLocator.problem(with: text)
    #expect(problem?.text == text)
    #expect(problem?.reason == reason)
    let error = #expect(throws: LocatorError.self) { try ParameterRangeLocator(parsing: text) }
    #expect(error == problem)
  }

  @Test("may be of a domain that somebody registered")
  func registered() throws {
    let data = ParameterRangeLocator.Domain(rawValue: "data")
    let domains = ParameterRangeLocator.Domain.builtIn.union([data])
    let locator = try ParameterRangeLocator(parsing: "data.enum.crop", domains: domains)
    #expect(locator.domain == data)
    let error = #expect(throws: LocatorError.self) {
      try ParameterRangeLocator(domain: data, type: .enum)
    }
    #expect(error?.reason == .unknownDomain("data"))
  }
}
