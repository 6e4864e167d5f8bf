import AutoMLModel
import AutoMLSearch

/// Reads an Auptimizer `experiment.json`.
///
/// Its script gets the path of a JSON file as last argument, which the engine puts there.
struct ClassicConfiguration {
  var reader = ConfigurationReader()
  let file: ConfigurationFile

  private static let marks = [
    "script", "proposer", "parameter_config", "target", "n_samples", "n_parallel",
  ]
  private static let keys = [
    "name", "script", "resource", "target", "proposer", "parameter_config", "n_samples",
    "n_parallel", "workingdir", "random_seed", "job_failure", "resource_args",
  ]
  private static let otherKeys = [
    "cwd": "not supported; write workingdir",
    "runtime_args": "not supported; it is for remote machines",
    "compression": "not supported; remove it",
    "engine": "not supported; only the proposers random and sequence are",
  ]

  /// Whether a document is meant for Auptimizer.
  static func recognizes(_ root: ConfigurationNode) -> Bool {
    let native = ["command", "parameters", "goal", "algorithm", "jobs"]
    return marks.contains(where: root.has) && !native.contains(where: root.has)
  }

  /// Reads everything and reports every mistake.
  mutating func configuration(_ root: ConfigurationNode) -> ExperimentConfiguration? {
    guard
      let section = reader.section(
        .init(path: "", node: root), keys: Self.keys, other: Self.otherKeys)
    else { return nil }
    let name = section["name"].map { reader.name($0) } ?? file.stem
    let goal = goal(section)
    let resource = resource(section)
    let algorithm = proposer(section)
    let parameters = parameters(section, isGrid: algorithm == .grid)
    let space =
      parameters.names.isEmpty || parameters.domains.count < parameters.names.count
      ? nil : reader.space(name ?? "", parameters.domains, section["parameter_config"])
    let jobs = section["n_samples"].flatMap { reader.integer($0, in: 1...1_000_000_000) }
    if algorithm == .random, section["n_samples"] == nil {
      reader.report(
        "n_samples", .unknown, "the key is missing", "random needs a number of samples")
    }
    let parallel = section["n_parallel"].map { reader.integer($0, in: 1...10_000) } ?? 1
    let seed = section["random_seed"].map { reader.seed($0) } ?? 0
    let working = reader.folder(section["workingdir"], in: file.directory, file.surroundings)
    let results = reader.resultsFolder(nil, in: file.directory, file.surroundings)
    let failure = jobFailure(section["job_failure"])
    let options = resourceOptions(section["resource_args"])
    let command = command(section, working)
    guard let name, let goal, let resource, let algorithm, let space, let parallel, let working,
      let results, let command
    else { return nil }
    return ExperimentConfiguration(
      name: name, user: file.user, goal: goal, command: command.template,
      executable: command.executable, space: space,
      algorithm: AlgorithmConfiguration(
        algorithm, seed: seed, spacing: parameters.spacing, order: .firstFastest),
      jobs: jobs, parallel: parallel, resources: ResourceConfiguration(type: resource),
      retries: RetryPolicy(count: failure.retries),
      limits: WorkflowLimits(failures: failure.ignores ? nil : 1),
      earlyStopping: options.earlyStopping, gracePeriod: ExperimentConfiguration.defaultGracePeriod,
      dialect: .auptimizer,
      workingDirectory: working, resultsDirectory: results, labels: options.labels,
      ignoreFailures: failure.ignores, tracksIntermediateResults: options.tracks,
      isClassic: true, document: file.document(root))
  }

  private mutating func goal(_ section: ConfigurationReader.Section) -> OptimizationGoal? {
    guard let field = reader.required("target", in: section, "write max or min"),
      let text = reader.text(field, "max or min")
    else { return nil }
    switch text {
    case "max": return .maximize
    case "min": return .minimize
    default:
      reader.report(field, "\(text.quoted) is no target", "write max or min")
      return nil
    }
  }

  private mutating func resource(_ section: ConfigurationReader.Section) -> String? {
    guard let field = reader.required("resource", in: section, "write cpu or gpu"),
      let type = reader.name(field)
    else { return nil }
    if ["node", "aws", "passive"].contains(type) {
      reader.report(
        field, "the resource \(type.quoted) is not supported",
        "write cpu, gpu, or a type declared with `automl resources add`")
      return nil
    }
    return type
  }

  private mutating func proposer(
    _ section: ConfigurationReader.Section
  ) -> AlgorithmConfiguration.Name? {
    guard let field = reader.required("proposer", in: section, "write random or sequence"),
      let text = reader.text(field, "random or sequence")
    else { return nil }
    switch text {
    case "random": return .random
    case "sequence": return .grid
    default:
      reader.report(
        field, "the proposer \(text.quoted) is not supported", "write random or sequence")
      return nil
    }
  }

  /// Reads what follows a failure; without the block nothing is retried.
  private mutating func jobFailure(
    _ field: ConfigurationReader.Field?
  ) -> (ignores: Bool, retries: Int) {
    guard let field, let section = reader.section(field, keys: ["ignore_fail", "job_retries"])
    else { return (false, 0) }
    return (
      section["ignore_fail"].flatMap { reader.boolean($0) } ?? false,
      section["job_retries"].map { reader.integer($0, in: 0...1_000_000) ?? 0 } ?? 3
    )
  }

  /// Reads what is said about results; early stopping needs the intermediate ones.
  private mutating func resourceOptions(
    _ field: ConfigurationReader.Field?
  ) -> (labels: [String], tracks: Bool, earlyStopping: EarlyStoppingPolicy?) {
    let remote = "not supported; it is for remote machines"
    guard let field,
      let section = reader.section(
        field,
        keys: ["track_intermediate_results", "multi_res_labels", "save_model", "early_stop"],
        other: [
          "async_run": remote, "async_reconnect": remote, "async_timeout": remote,
          "reconn_wait_time": remote, "max_retries": remote, "shutdown": remote,
          "connection_retry": remote,
        ])
    else { return ([], false, nil) }
    if let field = section["save_model"], reader.boolean(field) == true {
      reader.report(field, "saving the model is not supported yet", "remove the key")
    }
    let tracks = section["track_intermediate_results"].flatMap { reader.boolean($0) } ?? false
    let earlyStop = section["early_stop"]
    return (
      section["multi_res_labels"].map { reader.labels($0) } ?? [], tracks || earlyStop != nil,
      earlyStop.flatMap { earlyStopping($0) }
    )
  }

  private mutating func command(
    _ section: ConfigurationReader.Section, _ workingDirectory: String?
  ) -> (template: CommandTemplate, executable: String)? {
    guard let field = reader.required("script", in: section, "name the script"),
      let script = reader.text(field, "the path of a script")
    else { return nil }
    var words = script.split(separator: " ").map(String.init)
    guard let first = words.first, !script.hasControlCharacters else {
      reader.report(field, "\(script.quoted) is no script", "name the script")
      return nil
    }
    if !first.hasPrefix("."), !first.hasPrefix("/") { words[0] = "./" + first }
    let template = CommandTemplate(literal: words)
    guard let workingDirectory else { return nil }
    do throws(CommandProblem) {
      return (
        template,
        try template.executable(workingDirectory: workingDirectory, file.surroundings)
      )
    } catch {
      reader.report(field, error.problem, error.advice)
      return nil
    }
  }
}
