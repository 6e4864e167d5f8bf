import ArgumentParser
import AutoMLModel
import AutoMLReporting
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite

struct CreateSweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Record a sweep: all combinations of some factors' levels.",
    discussion: """
      Examples:
        automl sweep create lr --factor lr=0.1,0.01 --factor 'n=igeom(1,1000,4)'
        automl sweep create lr factors.yaml
        automl sweep create lr factors.yaml --update --assume depth=2

      A file holds the factors at its top level or below the one key 'factors':
        depth: [1, 2]
        n: {igeom: [1, 1000, 4]}          # or geom: [first, last, count]
        kernel: {linear: {}, rbf: {gamma: [0.1, 1.0]}}

      Levels are numbers, texts and truth values as YAML reads them, in lists and
      as keys; 1, 1.0, "1" and true are four levels. JSON has no keys but texts:
        {"depth": [{"level": 1, "factors": {"width": [8, 16]}}]}
      In '--factor', geom and igeom stand alone; a text with a comma or a bracket
      stands in quotes: 'a="[1,2]"'.

      With '--update' a sweep that is there gets the new list; what was done or
      skipped, or is in progress, stays so where a combination is on both, and
      '--assume' tells what it had in factors that are new.
      """)

  @Argument(help: "The name by which everybody knows the sweep.")
  var name: String

  @Argument(
    help: "The file with the factors (YAML or JSON); '-' is the standard input.",
    completion: .file())
  var file: String?

  @Option(
    name: .customLong("factor"),
    help: ArgumentHelp(
      "A factor with its levels: 0.1,0.01 or geom(1,100,3) or igeom(1,1000,4); may be given more "
        + "than once, behind those of the file.", valueName: "name=levels"))
  var factorTexts: [String] = []

  @Flag(help: "Replace the list of a sweep that is there, and must be.")
  var update = false

  @Option(
    name: .customLong("assume"),
    help: ArgumentHelp(
      "The level that what is done had in a factor that is new; may be given more than once.",
      valueName: "name=level"))
  var assumedTexts: [String] = []

  @Option(
    help: ArgumentHelp(
      "Refuse a list of more combinations; each takes some 150 bytes on the disk.",
      valueName: "count"))
  var atMost = 10_000_000

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if name.isEmpty { throw ValidationError("A sweep needs a name.") }
    if file == nil, factorTexts.isEmpty {
      throw ValidationError("Give a file with the factors, or '--factor NAME=LEVEL,LEVEL'.")
    }
    if !assumedTexts.isEmpty, !update {
      throw ValidationError("'--assume' is for '--update': it is about what was done before.")
    }
  }

  func run() async throws {
    let description = try SweepDescription(
      file: try file.map(SweepInput.read), options: try factorTexts.map { try FactorOption($0) })
    let count = description.combinations.count
    guard count <= atMost else {
      throw UserMistake(
        "These factors make \(count) combinations, more than \(atMost); leave levels out, or let "
          + "that many be recorded with '--at-most \(count)'.")
    }
    let assumed = try assumedLevels(description)
    guard update else {
      let record = try await store.changingPatiently(mode: .readWrite) {
        try await create(description, in: $0)
      }
      output.write(VisibleText(record.description).description, json: SweepTable.json(of: record))
      return
    }
    let change = SweepUpdate(name: name, description: description, assumed: assumed)
    let record = try await store.changingPatiently { try await change.apply(in: $0) }
    let kept = record.counts.done
    output.write(
      "\(VisibleText(record.description))\n"
        + "\(kept) done \(kept == 1 ? "combination" : "combinations") carried over",
      json: SweepTable.json(of: record).adding("carried_over", .integer(Int64(kept))))
  }

  private func create(
    _ description: SweepDescription, in connector: some Connector
  ) async throws -> SweepRecord {
    do {
      return try await ParamSweeper(
        creating: name, in: connector, sweeps: description.combinations, options: .joining
      ).record()
    } catch let error as TrackingError where error.code == .sweepExists(name) {
      throw UserMistake(
        "\(error) '--update' gives it this list and keeps what was done, "
          + "'automl sweep delete' forgets it.")
    }
  }

  private func assumedLevels(_ description: SweepDescription) throws -> ParameterSet {
    var assumed: ParameterSet = [:]
    for text in assumedTexts {
      let option = try FactorOption(text, option: "--assume")
      let name = option.member.name
      guard let known = description.levels(of: name) else {
        throw UserMistake("--assume \(name): the new list has no such factor.")
      }
      guard case .array(let levels) = option.member.value, levels.count == 1,
        let level = ParameterValue(levels[0])
      else { throw UserMistake("--assume \(name): write one level, as in \(name)=1.") }
      guard known.contains(level) else {
        let shown = VisibleText(level.json.serialized())
        throw UserMistake("--assume \(name): \(shown) is no level of it on the new list.")
      }
      assumed[name] = level
    }
    return assumed
  }
}

extension JSONValue {
  /// The object with one more member.
  fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members + [.init(name, value)])
  }
}
