import AutoMLModel

/// Levels as the keys of JSON objects, which are texts only.
///
/// A key that is a JSON scalar is that scalar, every other is itself: `1`, `1.0`, `true`, `x`. A text
/// that would be read as something else stands in quotes: `"1"`.
enum LevelKey {
  static func level(of key: String) -> ParameterValue {
    guard let first = key.utf8.first, let last = key.utf8.last, first > 0x20, last > 0x20,
      let json = try? JSONValue(parsing: key), let level = ParameterValue(json)
    else { return .text(key) }
    return level
  }

  static func key(of level: ParameterValue) -> String {
    switch level {
    case .text(let value) where self.level(of: value) == level: value
    case .text(let value): JSONValue.string(value).serialized()
    case .float, .integer, .boolean: level.json.serialized()
    }
  }
}
