import AutoMLModel
import AutoMLSearch
import AutoMLSweep

/// The sweep of an experiment file, as far as it could be read.
struct ConfiguredSweep {
  var algorithm = AlgorithmConfiguration(.sweep)
  var parameters = ConfiguredParameters()
  /// The factors, unless they could not be read.
  var names: [String]?
}

extension NativeConfiguration {
  /// Reads the sweep; nil when the experiment searches otherwise.
  mutating func sweep(_ section: ConfigurationReader.Section) -> ConfiguredSweep? {
    guard let field = section["algorithm"], case .mapping(let entries) = field.node.value,
      let name = entries.first(where: { $0.key == "name" }), name.value.source == "sweep",
      case .string = name.value.value
    else { return nil }
    var sweep = ConfiguredSweep()
    if let parameters = section["parameters"] {
      reader.report(
        parameters, "a sweep has factors instead of parameters",
        "write their levels under algorithm.factors and remove the key")
    }
    let example = "a mapping such as lr: [0.1, 0.01]"
    guard
      let options = reader.section(
        field, keys: ["name", "factors"],
        other: [
          "seed": "a sweep draws nothing by chance; remove the key",
          "points": "write the levels, or {geom: [first, last, count]}",
          "parameters": "write factors", "levels": "write factors",
        ]),
      let described = reader.required("factors", in: options, "write \(example)")
    else { return sweep }
    guard case .mapping = described.node.value else {
      reader.wrongType(described, example)
      return sweep
    }
    let document = SweepDocument(described.node, keyPath: described.path)
    reader.report(document.problems)
    let hasNames = checkNames(document, described)
    if document.problems.isEmpty, hasNames { take(document, described, into: &sweep) }
    return sweep
  }

  private mutating func checkNames(
    _ document: SweepDocument, _ field: ConfigurationReader.Field
  ) -> Bool {
    var known: Set<String> = []
    var areSound = true
    for (name, mark) in document.names where known.insert(name).inserted && !isParameterName(name) {
      reader.report(
        field.path, mark, "\(name.quoted) is no name for a factor",
        "use letters, digits, _, - and .")
      areSound = false
    }
    return areSound
  }

  /// Takes factors that are a sound sweep, unless jobs could not be told of them.
  private mutating func take(
    _ document: SweepDocument, _ field: ConfigurationReader.Field, into sweep: inout ConfiguredSweep
  ) {
    let all = SweepSearch.parameters(of: document.factors)
    if all.isEmpty {
      reader.report(field, "there are no factors", "write lr: [0.1, 0.01], or the like")
    }
    var isSound = !all.isEmpty
    for (name, levels) in all {
      let mark = document.names.first { $0.name == name }?.mark ?? field.node.mark
      let place = ConfigurationReader.Field(
        path: field.path, node: ConfigurationNode(.null, mark: mark))
      for case .text(let text) in levels where !reader.isArgument(text, place) { isSound = false }
    }
    do throws(SweepError) {
      _ = try document.factors.withoutRepeats()
    } catch {
      let mark = document.mark(of: error.path) ?? field.node.mark
      reader.report(field.path, mark, "\(error)", "")
      isSound = false
    }
    guard isSound else { return }
    sweep.algorithm.factors = document.factors
    sweep.names = all.map(\.name)
    sweep.parameters.names = all.map(\.name)
    sweep.parameters.domains = all.map { ($0.name, .choice($0.levels)) }
  }
}
