import AutoMLModel
import AutoMLSearch

/// The parameters of an experiment file, as far as they could be read.
struct ConfiguredParameters {
  /// Every name that was declared, soundly or not.
  var names: [String] = []
  var domains: [(name: String, domain: ParameterDomain)] = []
  var spacing: [String: GridSpacing] = [:]
  /// Where each spacing stands, for later complaints.
  var spacingFields: [ConfigurationReader.Field] = []
}

/// The words for types of parameters.
private enum ParameterTypeWord: String, CaseIterable {
  case float, int, choice

  /// What other tools call them.
  static let other = [
    "integer": "write int", "randint": "write int", "quniform": "write int",
    "double": "write float", "real": "write float", "number": "write float",
    "uniform": "write float", "continuous": "write float",
    "loguniform": "write float, with log: true", "log": "write float, with log: true",
    "log_uniform": "write float, with log: true",
    "categorical": "write choice", "category": "write choice", "enum": "write choice",
    "select": "write choice", "string": "write choice, with its values",
    "bool": "write choice, with values: [true, false]",
    "boolean": "write choice, with values: [true, false]",
  ]
}

extension ConfigurationReader {
  mutating func parameters(_ field: Field) -> ConfiguredParameters {
    var parameters = ConfiguredParameters()
    let example = "a mapping such as lr: {type: float, low: 0.1, high: 1}"
    guard let section = section(field, keys: nil, what: example) else { return parameters }
    if section.entries.isEmpty {
      report(field, "there are no parameters", "write \(example)")
    }
    for entry in section.entries {
      parameters.names.append(entry.key)
      guard isParameterName(entry.key) else {
        report(
          section.path(String(entry.key.quoted.dropFirst().dropLast())), entry.mark,
          "\(entry.key.quoted) is no name for a parameter", "use letters, digits, _, - and .")
        continue
      }
      parameter(
        Field(path: section.path(entry.key), node: entry.value), entry.key, into: &parameters)
    }
    return parameters
  }

  private mutating func parameter(
    _ field: Field, _ name: String, into parameters: inout ConfiguredParameters
  ) {
    let example = "a mapping such as {type: float, low: 0.1, high: 1}"
    guard case .mapping = field.node.value else {
      wrongType(field, example)
      return
    }
    let all = ["type", "low", "high", "log", "values", "points", "step"]
    let whole = Section(
      path: field.path, mark: field.node.mark,
      entries: section(field, keys: nil)?.entries ?? [])
    guard let typeField = required("type", in: whole, "write float, int or choice"),
      let type = word(typeField, of: ParameterTypeWord.self, other: ParameterTypeWord.other)
    else {
      let range = "write low and high"
      _ = section(
        field, keys: all,
        other: ["min": range, "max": range, "minimum": range, "maximum": range, "range": range])
      return
    }
    let keys = type == .choice ? ["type", "values"] : all.filter { $0 != "values" }
    var other = [
      "min": "write low", "minimum": "write low", "lower": "write low", "from": "write low",
      "max": "write high", "maximum": "write high", "upper": "write high", "to": "write high",
      "range": "write low and high", "scale": "write log: true", "choices": "write values",
      "interval": "write step",
    ]
    for key in all where !keys.contains(key) {
      other[key] = "a \(type.rawValue) has only \(keys.joined(separator: ", "))"
    }
    guard let section = section(field, keys: keys, other: other) else { return }
    let domain =
      type == .choice
      ? choice(section) : type == .int ? integerRange(section) : floatRange(section)
    if let domain { parameters.domains.append((name, domain)) }
    spacing(section, name, isWhole: type == .int, into: &parameters)
  }

  private mutating func floatRange(_ section: Section) -> ParameterDomain? {
    let low = required("low", in: section, "write the lowest number").flatMap { number($0) }
    let high = required("high", in: section, "write the highest number").flatMap { number($0) }
    let scale = scale(section)
    guard let low, let high, let scale else { return nil }
    return checked(.float(low: low, high: high, scale: scale), section["low"])
  }

  private mutating func integerRange(_ section: Section) -> ParameterDomain? {
    let low = required("low", in: section, "write the lowest number").flatMap { integer64($0) }
    let high = required("high", in: section, "write the highest number")
      .flatMap { integer64($0) }
    let scale = scale(section)
    guard let low, let high, let scale else { return nil }
    return checked(.integer(low: low, high: high, scale: scale), section["low"])
  }

  private mutating func scale(_ section: Section) -> ParameterDomain.Scale? {
    guard let field = section["log"] else { return .linear }
    return boolean(field).map { $0 ? .logarithmic : .linear }
  }

  mutating func checked(_ domain: ParameterDomain, _ field: Field?) -> ParameterDomain? {
    guard let problem = domain.problem else { return domain }
    guard let field else { return nil }
    switch problem {
    case .emptyRange: report(field, problem.description, "swap them")
    case .logarithmOfNonPositive: report(field, problem.description, "raise low or drop log")
    case .notFinite: report(field, problem.description, "write a narrower range")
    case .noValues: report(field, problem.description, "list the values to choose from")
    case .repeatedValue: report(field, problem.description, "remove one")
    }
    return nil
  }

  private mutating func choice(_ section: Section) -> ParameterDomain? {
    required("values", in: section, "list the values to choose from").flatMap { choice($0) }
  }

  /// Reads a list of different scalars.
  mutating func choice(_ field: Field) -> ParameterDomain? {
    guard let fields = elements(field, "a list of values") else { return nil }
    let values = fields.map { element in
      let value = ParameterValue(element.node.json)
      if case .number(let number) = element.node.value, !number.isFinite {
        report(element, "\(element.node.source) is not finite", "write a finite number")
        return ParameterValue?.none
      }
      if value == nil {
        report(element, "is \(element.node.kind)", "write a text, a number, true or false")
      }
      if case .text(let text) = value, !isArgument(text, element) { return nil }
      return value
    }
    let complete = values.compactMap(\.self)
    return complete.count == values.count ? checked(.choice(complete), field) : nil
  }

  /// The longest text in bytes that a parameter can have.
  ///
  /// Linux passes at most 128 KiB as one argument, and a text shares its argument with what stands
  /// around its place in the command. See `MAX_ARG_STRLEN` in
  /// <https://man7.org/linux/man-pages/man2/execve.2.html>.
  private static let maximumTextLength = 100_000

  /// Whether a text can be passed to a program whole.
  mutating func isArgument(_ text: String, _ field: Field) -> Bool {
    if text.utf8.contains(0) {
      report(field, "the text holds a NUL character, at which an argument ends", "remove it")
    } else if text.utf8.count > Self.maximumTextLength {
      report(
        field, "the text has \(text.utf8.count) bytes",
        "use at most \(Self.maximumTextLength), or a file and its path")
    } else {
      return true
    }
    return false
  }

  private mutating func spacing(
    _ section: Section, _ name: String, isWhole: Bool, into parameters: inout ConfiguredParameters
  ) {
    let points = section["points"]
    let step = section["step"]
    parameters.spacingFields += [points, step].compactMap(\.self)
    if let points, let count = integer(points, in: 1...1_000_000) {
      parameters.spacing[name] = .points(count)
    }
    guard let step else { return }
    if points != nil {
      report(step, "step and points exclude each other", "remove one")
    } else if isWhole {
      guard let length = integer(step, in: 1...Int.max) else { return }
      parameters.spacing[name] = .step(Double(length))
    } else if let length = number(step) {
      if length > 0 {
        parameters.spacing[name] = .step(length)
      } else {
        report(step, "\(step.node.source) is no step", "write a number above 0")
      }
    }
  }
}
