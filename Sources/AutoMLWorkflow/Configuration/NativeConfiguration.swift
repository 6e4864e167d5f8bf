import AutoMLModel
import AutoMLSearch

/// Reads the experiment files of this program.
struct NativeConfiguration {
  var reader = ConfigurationReader()
  let file: ConfigurationFile

  /// The keys of an experiment file.
  static let keys = [
    "name", "goal", "command", "parameters", "algorithm", "jobs", "parallel", "resources",
    "retries", "limits", "stop", "early_stop", "dialect", "working_directory", "results",
    "labels",
  ]

  /// What people write who come from elsewhere.
  static let otherKeys = [
    "objective": "write goal", "direction": "write goal", "target": "write goal",
    "script": "write command", "run": "write command", "program": "write command",
    "search_space": "write parameters", "space": "write parameters",
    "params": "write parameters", "seed": "write algorithm: {name: random, seed: …}",
    "trials": "write jobs", "n_trials": "write jobs", "samples": "write jobs",
    "max_trials": "write jobs", "concurrency": "write parallel", "workers": "write parallel",
    "timeout": "write limits: {job_time: …}", "user": "the user is taken from USER",
    "gpus": "write resources: {type: gpu, count: …}", "results_directory": "write results",
  ]

  /// Reads everything and reports every mistake.
  ///
  /// - Returns: Nil when something that is needed is missing or wrong.
  mutating func configuration(_ root: ConfigurationNode) -> ExperimentConfiguration? {
    let rootField = ConfigurationReader.Field(path: "", node: root)
    guard
      let section = reader.section(
        rootField, keys: Self.keys, other: Self.otherKeys,
        what: "an experiment as `key: value` lines")
    else { return nil }
    let name = reader.required("name", in: section, "name the experiment")
      .flatMap { reader.name($0) }
    let goal = goal(section)
    let sweep = sweep(section)
    let parameters =
      sweep?.parameters
      ?? reader.required("parameters", in: section, "say what to search")
      .map { reader.parameters($0) }
    let space = space(name ?? "", parameters ?? ConfiguredParameters(), section)
    let algorithm =
      sweep.map(\.algorithm)
      ?? algorithm(section, parameters ?? ConfiguredParameters(), space)
    let jobs = jobs(section, algorithm, space)
    let parallel = section["parallel"].map { reader.integer($0, in: 1...10_000) } ?? 1
    let resources = resources(section["resources"])
    let retries = section["retries"].map { reader.retries($0) } ?? RetryPolicy()
    let limits = section["limits"].map { reader.limits($0) } ?? WorkflowLimits()
    let grace =
      section["stop"].map { gracePeriod($0) }
      ?? ExperimentConfiguration.defaultGracePeriod
    let dialect = section["dialect"].map { self.dialect($0) } ?? .native
    let earlyStopping = section["early_stop"].flatMap { reader.earlyStopping($0) }
    let working = reader.folder(
      section["working_directory"], in: file.directory, file.surroundings)
    let results = reader.resultsFolder(
      section["results"], in: file.directory, file.surroundings)
    let labels = section["labels"].map { reader.labels($0) } ?? []
    let command = reader.required("command", in: section, "write the program and its arguments")
      .flatMap {
        self.command($0, sweep == nil ? parameters?.names : sweep?.names, space, working, sweep)
      }
    guard let name, let goal, let space, let algorithm, let parallel, let resources,
      let dialect, let working, let results, let command
    else { return nil }
    return ExperimentConfiguration(
      name: name, user: file.user, goal: goal, command: command.template,
      executable: command.executable, space: space, algorithm: algorithm, jobs: jobs,
      parallel: parallel, resources: resources, retries: retries, limits: limits,
      earlyStopping: earlyStopping, gracePeriod: grace, dialect: dialect, workingDirectory: working,
      resultsDirectory: results, labels: labels, ignoreFailures: true,
      tracksIntermediateResults: true, isClassic: false, document: file.document(root))
  }

  private mutating func goal(_ section: ConfigurationReader.Section) -> OptimizationGoal? {
    guard
      let field = reader.required("goal", in: section, "write maximize or minimize")
    else { return nil }
    return reader.word(
      field,
      other: [
        "max": "write maximize", "maximum": "write maximize", "maximise": "write maximize",
        "min": "write minimize", "minimum": "write minimize", "minimise": "write minimize",
      ])
  }

  private mutating func space(
    _ name: String, _ parameters: ConfiguredParameters, _ section: ConfigurationReader.Section
  ) -> SearchSpace? {
    guard parameters.domains.count == parameters.names.count, !parameters.names.isEmpty else {
      return nil
    }
    return reader.space(name, parameters.domains, section["parameters"])
  }

  private mutating func resources(
    _ field: ConfigurationReader.Field?
  ) -> ResourceConfiguration? {
    guard let field else { return ResourceConfiguration() }
    guard
      let section = reader.section(
        field, keys: ["type", "count"],
        other: ["gpus": "write type: gpu and count", "cpus": "write type: cpu and count"],
        what: "a mapping such as {type: gpu, count: 1}")
    else { return nil }
    let type = section["type"].map { reader.name($0) } ?? "cpu"
    let count = section["count"].map { reader.integer($0, in: 1...10_000) } ?? 1
    guard let type, let count else { return nil }
    return ResourceConfiguration(type: type, count: count)
  }

  private mutating func gracePeriod(_ field: ConfigurationReader.Field) -> Duration {
    let standard = ExperimentConfiguration.defaultGracePeriod
    let section = reader.section(
      field, keys: ["grace"], what: "a mapping such as {grace: 10s}")
    guard let grace = section?["grace"] else { return standard }
    return reader.duration(grace, allowsZero: true) ?? standard
  }

  private mutating func dialect(_ field: ConfigurationReader.Field) -> DialectName? {
    if case .string = field.node.value, field.node.source == "nni" {
      reader.report(
        field, "the dialect 'nni' is not supported yet", "write native or auptimizer")
      return nil
    }
    return reader.word(field)
  }
}
