import AutoMLModel
import AutoMLSweep

extension SweepDocument {
  /// Reads one factor; what is wrong with single scalars is reported, all else left to `Factors`.
  mutating func factor(
    _ entry: ConfigurationNode.Entry, in path: SweepPath
  ) -> JSONValue.Member {
    let path = SweepPath(path.steps + [.factor(entry.key)])
    names.append((entry.key, entry.mark))
    if entry.key.utf8.contains(0) { reportNUL("the name", path, entry.mark) }
    return .init(entry.key, levels(entry.value, at: path))
  }

  private mutating func factors(_ node: ConfigurationNode, below path: SweepPath) -> JSONValue {
    guard case .mapping(let entries) = node.value else { return node.levelJSON }
    return .object(entries.map { factor($0, in: path) })
  }

  private mutating func levels(_ node: ConfigurationNode, at path: SweepPath) -> JSONValue {
    switch node.value {
    case .sequence(let items): return .array(items.map { item($0, at: path) })
    case .mapping(let entries) where !entries.isEmpty:
      guard entries.count == 1, ["geom", "igeom"].contains(entries[0].key),
        case .sequence(let bounds) = entries[0].value.value
      else { return branches(entries, at: path) }
      for bound in bounds { check(bound, at: path) }
      return node.levelJSON
    case .number(let number) where !number.isFinite:
      report(node.mark, "\(path): \(node.source) is no list of levels", "write [0.1], or the like")
      return node.levelJSON
    default:
      check(node, at: path)
      return node.levelJSON
    }
  }

  /// Reads an item of a list, `{level: …, factors: …}` or anything else.
  private mutating func item(_ node: ConfigurationNode, at path: SweepPath) -> JSONValue {
    guard case .mapping(let entries) = node.value else {
      check(node, at: path)
      return node.levelJSON
    }
    let level = entries.first { $0.key == "level" }?.value
    if let level { check(level, at: path) }
    let below = level.flatMap { ParameterValue($0.levelJSON) }.map {
      SweepPath(path.steps + [.level($0)])
    }
    return .object(
      entries.map { entry in
        let isFactors = entry.key == "factors"
        return .init(
          entry.key,
          isFactors ? factors(entry.value, below: below ?? path) : entry.value.levelJSON)
      })
  }

  /// Reads the levels that are keys, as items of a list.
  private mutating func branches(
    _ entries: [ConfigurationNode.Entry], at path: SweepPath
  ) -> JSONValue {
    var known = LevelSet()
    var items: [JSONValue] = []
    for entry in entries {
      guard let level = level(entry, at: path) else { continue }
      guard known.insert(level) else {
        report(entry.mark, "\(path): the level \(entry.key.quoted) stands twice", "remove one")
        continue
      }
      let below = SweepPath(path.steps + [.level(level)])
      items.append(["level": level.json, "factors": factors(entry.value, below: below)])
    }
    return .array(items)
  }

  private mutating func level(
    _ entry: ConfigurationNode.Entry, at path: SweepPath
  ) -> ParameterValue? {
    guard let node = entry.keyNode else {
      let problem = CommandLineScalar.leadingZero(entry.key)
      report(entry.mark, "\(path): \(problem.problem)", problem.advice)
      return nil
    }
    check(node, at: path)
    if let level = ParameterValue(node.levelJSON), level.number?.isFinite ?? true { return level }
    let shown = entry.key.isEmpty ? "nothing" : VisibleText(entry.key).description
    report(
      entry.mark, "\(path): \(shown) is no level",
      "a level is a finite number, a text or a truth value")
    return nil
  }

  private mutating func check(_ node: ConfigurationNode, at path: SweepPath) {
    switch node.value {
    case .string where node.source.utf8.contains(0): reportNUL("a level", path, node.mark)
    case .number where YAMLScalar.isTooLong(node.source):
      let problem = CommandLineScalar.tooLong(node.source)
      report(node.mark, "\(path): \(problem.problem)", problem.advice)
    default: break
    }
  }

  private mutating func reportNUL(
    _ what: String, _ path: SweepPath, _ mark: ConfigurationNode.Mark
  ) {
    report(mark, "\(path): \(what) holds a NUL character, at which an argument ends", "remove it")
  }
}
