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
    guard reader.isFinite(described) else { return sweep }
    do throws(SweepError) {
      let factors = try Factors(json: described.node.json)
      _ = try factors.combinations()
      take(factors, described, into: &sweep)
    } catch {
      reader.report(described, "\(error)", "correct the factor")
    }
    return sweep
  }

  /// Takes factors that are a sound sweep, unless jobs could not be told of them.
  private mutating func take(
    _ factors: Factors, _ field: ConfigurationReader.Field, into sweep: inout ConfiguredSweep
  ) {
    let all = SweepSearch.parameters(of: factors)
    if all.isEmpty {
      reader.report(field, "there are no factors", "write lr: [0.1, 0.01], or the like")
    }
    var isSound = !all.isEmpty
    for (name, levels) in all {
      if !isParameterName(name) {
        reader.report(
          field, "\(name.quoted) is no name for a factor", "use letters, digits, _, - and .")
        isSound = false
      }
      for case .text(let text) in levels where !reader.isArgument(text, field) { isSound = false }
    }
    guard isSound else { return }
    sweep.algorithm.factors = factors
    sweep.names = all.map(\.name)
    sweep.parameters.names = all.map(\.name)
    sweep.parameters.domains = all.map { ($0.name, .choice($0.levels)) }
  }
}

extension ConfigurationReader {
  /// Whether a value holds no NaN and no infinity, for which JSON has no number.
  fileprivate mutating func isFinite(_ field: Field) -> Bool {
    switch field.node.value {
    case .number(let number) where !number.isFinite:
      report(field, "\(field.node.source) is not finite", "write a finite number")
      return false
    case .sequence(let nodes):
      return nodes.allSatisfy { isFinite(Field(path: field.path, node: $0)) }
    case .mapping(let entries):
      return entries.allSatisfy {
        isFinite(Field(path: "\(field.path).\($0.key)", node: $0.value))
      }
    default: return true
    }
  }
}
