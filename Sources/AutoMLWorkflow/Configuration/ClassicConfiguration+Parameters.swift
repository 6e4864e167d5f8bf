import AutoMLModel
import AutoMLSearch

extension ClassicConfiguration {
  private enum TypeWord: String, CaseIterable {
    case float, int, choice
  }

  mutating func parameters(
    _ section: ConfigurationReader.Section, isGrid: Bool
  ) -> ConfiguredParameters {
    var parameters = ConfiguredParameters()
    let expected = "a list of {\"name\": …, \"range\": […], \"type\": …}"
    guard
      let field = reader.required("parameter_config", in: section, "write \(expected)"),
      let elements = reader.elements(field, expected)
    else { return parameters }
    if elements.isEmpty { reader.report(field, "there are no parameters", "write \(expected)") }
    for element in elements {
      guard
        let item = reader.section(
          element, keys: ["name", "type", "range", "interval", "n"], what: expected),
        let nameField = reader.required("name", in: item, "name the parameter"),
        let name = reader.text(nameField, "a name")
      else {
        parameters.names.append("")
        continue
      }
      let isRepeated = parameters.names.contains(name)
      parameters.names.append(name)
      if isRepeated {
        reader.report(nameField, "the parameter \(name.quoted) stands twice", "remove one")
      } else if name.isEmpty || name.hasControlCharacters {
        reader.report(nameField, "\(name.quoted) is no name for a parameter", "use letters")
      } else if let domain = domain(item) {
        parameters.domains.append((name, domain))
        if isGrid { parameters.spacing[name] = spacing(item, domain) }
      }
    }
    return parameters
  }

  private mutating func domain(_ item: ConfigurationReader.Section) -> ParameterDomain? {
    let type = item["type"].map { reader.word($0, of: TypeWord.self) } ?? .int
    let range = item["range"]
    switch type {
    case nil: return nil
    case .choice:
      guard let range = reader.required("range", in: item, "list the values to choose from")
      else { return nil }
      return reader.choice(range)
    case .int:
      guard let range else { return .integer(low: 0, high: 1) }
      guard let ends = ends(range) else { return nil }
      let (low, high) = (reader.integer64(ends.0), reader.integer64(ends.1))
      guard let low, let high else { return nil }
      return reader.checked(.integer(low: low, high: high), range)
    case .float:
      guard let range else { return .float(low: 0, high: 1) }
      guard let ends = ends(range) else { return nil }
      let (low, high) = (reader.number(ends.0), reader.number(ends.1))
      guard let low, let high else { return nil }
      return reader.checked(.float(low: low, high: high), range)
    }
  }

  private mutating func ends(
    _ range: ConfigurationReader.Field
  ) -> (ConfigurationReader.Field, ConfigurationReader.Field)? {
    guard let elements = reader.elements(range, "a list of the lowest and the highest number")
    else { return nil }
    guard elements.count == 2 else {
      reader.report(
        range, "there are \(elements.count) numbers", "write the lowest and the highest one")
      return nil
    }
    return (elements[0], elements[1])
  }

  /// Reads how `sequence` walks along a parameter; in steps of 1 when nothing is said.
  private mutating func spacing(
    _ item: ConfigurationReader.Section, _ domain: ParameterDomain
  ) -> GridSpacing {
    if let field = item["n"] {
      return reader.integer(field, in: 1...1_000_000).map { .wholeSteps($0) } ?? .step(1)
    }
    if case .choice = domain { return .complete }
    guard let field = item["interval"], let interval = reader.number(field) else {
      return .step(1)
    }
    var isWhole = true
    if case .integer = domain { isWhole = Int64(exactly: interval) != nil }
    guard interval > 0, isWhole else {
      reader.report(
        field, "\(field.node.source) is no interval",
        "write a number above 0, and a whole one for an int")
      return .step(1)
    }
    return .step(interval)
  }
}
