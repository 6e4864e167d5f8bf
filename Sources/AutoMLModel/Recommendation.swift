#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A controller's own name for a recommendation, unique within an experiment.
///
/// Any `Codable` value will do; it is kept as JSON text, which is also what the store records.
public struct RecommendationID: Hashable, Sendable, CustomStringConvertible {
  /// The identifier as JSON text.
  public let json: String

  /// Wraps JSON text that ``json`` gave earlier.
  public init(json: String) { self.json = json }

  /// Makes an identifier of any value.
  ///
  /// - Throws: `EncodingError` when the value cannot be written as JSON.
  public init(_ value: some Hashable & Sendable & Codable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    json = String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Makes an identifier of a number.
  public init(_ number: Int) { json = String(number) }

  /// The value of which the identifier was made.
  ///
  /// - Throws: `DecodingError` when it was made of another type.
  public func value<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  /// The JSON text.
  public var description: String { json }
}

extension RecommendationID: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// Makes an identifier of a number.
  public init(integerLiteral value: Int) { self.init(value) }
  /// Makes an identifier of a text.
  public init(stringLiteral value: String) { json = JSONValue.string(value).description }
}

/// What a controller wants to have executed.
public struct Recommendation: Hashable, Sendable {
  /// The controller's name for it.
  public let id: RecommendationID
  /// The values to try.
  public let result: SearchResult

  /// Pairs a name with values.
  public init(id: RecommendationID, result: SearchResult) {
    self.id = id
    self.result = result
  }
}
