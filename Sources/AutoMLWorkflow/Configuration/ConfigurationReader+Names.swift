import AutoMLModel

extension ConfigurationReader {
  /// The longest name of an experiment, a label or a resource.
  static let maximumNameLength = 200

  mutating func name(_ field: Field) -> String? {
    guard let name = text(field, "a name") else { return nil }
    return check(name, at: field)
  }

  private mutating func check(_ name: String, at field: Field) -> String? {
    if name.allSatisfy(\.isWhitespace) {
      report(field, "the name is empty", "give it a name")
    } else if name.count > Self.maximumNameLength {
      report(
        field, "the name has \(name.count) characters",
        "use at most \(Self.maximumNameLength)")
    } else if name.hasControlCharacters {
      report(field, "the name \(name.quoted) holds control characters", "remove them")
    } else {
      return name
    }
    return nil
  }

  /// Reads the names of further metrics.
  mutating func labels(_ field: Field) -> [String] {
    var labels: [String] = []
    for element in elements(field, "a list of names") ?? [] {
      guard let label = name(element) else { continue }
      if labels.contains(label) {
        report(element, "the label \(label.quoted) stands twice", "remove one")
      } else if ["score", "intermediate"].contains(label) {
        report(element, "a report line uses \(label.quoted) itself", "use another name")
      } else {
        labels.append(label)
      }
    }
    return labels
  }

  /// Reads a folder that must exist.
  mutating func folder(
    _ field: Field?, in directory: String, _ surroundings: ConfigurationSurroundings
  ) -> String? {
    guard let field else { return directory }
    guard let path = path(field, in: directory) else { return nil }
    switch surroundings.entry(path) {
    case .directory: return path
    case .file: report(field, "\(path.quoted) is a file", "name a folder")
    case .missing:
      report(field, "there is no folder \(path.quoted)", "create it or correct the path")
    }
    return nil
  }

  /// Reads a folder that will be made when it is missing.
  mutating func resultsFolder(
    _ field: Field?, in directory: String, _ surroundings: ConfigurationSurroundings
  ) -> String? {
    guard let field else { return PathText.absolute("results", in: directory) }
    guard let path = path(field, in: directory) else { return nil }
    if case .file = surroundings.entry(path) {
      report(field, "\(path.quoted) is a file", "name a folder, which need not exist yet")
      return nil
    }
    return path
  }

  private mutating func path(_ field: Field, in directory: String) -> String? {
    guard let text = text(field, "the path of a folder") else { return nil }
    if text.isEmpty || text.hasControlCharacters {
      report(field, "\(text.quoted) is no path", "write . for the folder of this file")
      return nil
    }
    return PathText.absolute(text, in: directory)
  }
}
