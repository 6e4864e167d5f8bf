import AutoMLModel
import Foundation

/// How values of a type become JSON documents and values again.
///
/// What JSON has a kind for is written and read directly; other types go through Foundation's
/// coders.
struct JSONCodec<Value: Codable & Sendable>: Sendable {
  /// Appends a value as a document without a line break.
  let append: @Sendable (Value, inout [UInt8]) throws -> Void
  let decode: @Sendable (JSONValue) throws -> Value

  init() {
    switch Value.self {
    case is Int.Type:
      self = Self.direct {
        .integer(Int64($0))
      } read: {
        $0.integer
      }
    case is String.Type:
      self = Self.direct {
        .string($0)
      } read: {
        $0.text
      }
    case is Bool.Type:
      self = Self.direct {
        .boolean($0)
      } read: {
        $0.truth
      }
    case is Double.Type:
      self = Self.direct {
        .number($0)
      } read: {
        $0.double
      }
    case is JSONValue.Type:
      self = Self.direct {
        $0
      } read: {
        $0
      }
    default: self = Self.throughFoundation
    }
  }

  private init(
    append: @escaping @Sendable (Value, inout [UInt8]) throws -> Void,
    decode: @escaping @Sendable (JSONValue) throws -> Value
  ) {
    self.append = append
    self.decode = decode
  }

  /// A codec that needs no coder.
  ///
  /// Called only where `Kind` is `Value`, which the compiler cannot know: hence the casts of bits,
  /// which cost nothing, while a dynamic cast is the dearest part of a small call.
  private static func direct<Kind>(
    write: @escaping @Sendable (Kind) -> JSONValue,
    read: @escaping @Sendable (JSONValue) -> Kind?
  ) -> Self {
    Self { value, bytes in
      let json = write(unsafeBitCast(value, to: Kind.self))
      if case .number(let number) = json, !number.isFinite {
        throw JSONMismatch(expected: "finite number")
      }
      bytes += json.serialized().utf8
    } decode: { json in
      guard let kind = read(json) else { throw JSONMismatch(expected: "\(Kind.self)") }
      return unsafeBitCast(kind, to: Value.self)
    }
  }

  private static var throughFoundation: Self {
    Self { value, bytes in
      bytes += try JSONEncoder().encode(value)
    } decode: { json in
      try JSONDecoder().decode(Value.self, from: Data(json.serialized().utf8))
    }
  }
}

/// A JSON document is of another kind than was expected.
struct JSONMismatch: Error, CustomStringConvertible {
  let expected: String
  var description: String { "a value of type \(expected) was expected" }
}

extension JSONValue {
  fileprivate var integer: Int? {
    switch self {
    case .integer(let value): Int(exactly: value)
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  fileprivate var truth: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }
}
