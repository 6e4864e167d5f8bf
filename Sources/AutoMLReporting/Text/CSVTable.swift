import AutoMLModel

/// Objects as comma-separated lines (RFC 4180, line ends as on Unix).
///
/// A column is the path of a member, so that the lines hold what the JSON holds, exactly.
struct CSVTable: Sendable {
  /// The path of each column from the object to the member.
  let columns: [[String]]

  /// The paths, their parts joined by dots.
  var header: String {
    columns.map { Self.quote($0.joined(separator: ".")) }.joined(separator: ",")
  }

  /// One object; a missing member and null are empty, arrays and objects are JSON.
  func line(of object: JSONValue) -> String {
    columns.map { path in
      var value: JSONValue? = object
      for name in path { value = value?[name] }
      return Self.field(value ?? .null)
    }.joined(separator: ",")
  }

  /// The header and the objects, a line each.
  func text(of objects: [JSONValue]) -> String {
    ([header] + objects.map(line)).map { $0 + "\n" }.joined()
  }

  private static func field(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): quote(text)
    default: quote(value.serialized())
    }
  }

  private static func quote(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
