import AutoMLModel
public import AutoMLSweep

extension SweepDocument {
  /// The line of a factor or level; nil when it is not in the document.
  public func line(of path: SweepPath) -> Int? { mark(of: path)?.line }

  func mark(of path: SweepPath) -> ConfigurationNode.Mark? {
    var (node, mark) = (root, root.mark)
    for step in path.steps {
      guard let (next, place) = node.step(step) else { return nil }
      (node, mark) = (next, place)
    }
    return mark
  }
}

extension ConfigurationNode {
  fileprivate func step(_ step: SweepPath.Step) -> (ConfigurationNode, Mark)? {
    switch (step, value) {
    case (.factor(let name), .mapping(let entries)):
      entries.first { $0.key == name }.map { ($0.value, $0.mark) }
    case (.level(let level), .mapping(let entries)):
      entries.first { $0.keyNode.flatMap { ParameterValue($0.levelJSON) } == level }
        .map { ($0.value, $0.mark) }
    case (.level(let level), .sequence(let items)):
      items.first { ParameterValue($0.levelJSON["level"] ?? .null) == level }
        .map { ($0.below ?? $0, $0.mark) }
    default: nil
    }
  }

  private var below: ConfigurationNode? {
    guard case .mapping(let entries) = value else { return nil }
    return entries.first { $0.key == "factors" }?.value
  }

  /// The value as JSON in which numbers may be infinite or NaN.
  var levelJSON: JSONValue {
    switch value {
    case .number(let number): .number(number)
    case .sequence(let nodes): .array(nodes.map(\.levelJSON))
    case .mapping(let entries): .object(entries.map { .init($0.key, $0.value.levelJSON) })
    case .null, .boolean, .integer, .string: json
    }
  }
}

extension ConfigurationNode.Entry {
  /// The key as it would be read in a value's place; nil for a number that tools read in two ways.
  var keyNode: ConfigurationNode? {
    if !isPlain { return ConfigurationNode(.string, source: key, mark: mark) }
    return YAMLScalar.value(of: key).map { ConfigurationNode($0, source: key, mark: mark) }
  }
}
