/// A text in the environment by which all processes of a command are found again.
///
/// A command that itself runs commands passes its own marks on: a variable holds the marks of all
/// levels, joined by colons.
public struct ProcessMarker: Hashable, Sendable {
  /// The variable's name.
  public let variable: String
  /// The mark, which no other command has; holds no colon.
  public let value: String

  /// Describes a mark.
  public init(variable: String, value: String) {
    self.variable = variable
    self.value = value
  }

  /// An environment with the mark behind those that it holds already.
  public func added(to environment: [String: String]) -> [String: String] {
    var environment = environment
    let inherited = environment[variable] ?? ""
    environment[variable] = inherited.isEmpty ? value : "\(inherited):\(value)"
    return environment
  }

  /// Whether an entry of an environment, `NAME=VALUE`, holds the mark.
  func isHeld(by entry: some Collection<UInt8>) -> Bool {
    let name = Array("\(variable)=".utf8)
    guard entry.starts(with: name) else { return false }
    return entry.dropFirst(name.count).split(separator: UInt8(ascii: ":"))
      .contains { $0.elementsEqual(value.utf8) }
  }
}
