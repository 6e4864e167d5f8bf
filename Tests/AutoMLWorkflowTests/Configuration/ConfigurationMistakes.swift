import Testing

/// A change to the sound file, and the key path and words of the one problem that follows.
struct ConfigurationMistake: CustomTestStringConvertible, Sendable {
  var changes: [String: String] = [:]
  var more = ""
  let keyPath: String
  let words: String

  var testDescription: String { "\(changes.values.joined())\(more)" }

  static func more(_ more: String, _ keyPath: String, _ words: String) -> Self {
    Self(more: more, keyPath: keyPath, words: words)
  }

  static func parameter(_ text: String, _ keyPath: String, _ words: String) -> Self {
    Self(
      changes: ["parameters": "parameters: {lr: \(text)}"], keyPath: "parameters.\(keyPath)",
      words: words)
  }

  static func command(_ text: String, _ words: String) -> Self {
    Self(changes: ["command": "command: \(text)"], keyPath: "command", words: words)
  }

  static func key(_ key: String, _ text: String, _ words: String) -> Self {
    Self(changes: [key: text], keyPath: key, words: words)
  }
}

extension ConfigurationMistake {
  private static func earlyStop(_ text: String, _ key: String, _ words: String) -> Self {
    .more("early_stop: {\(text)}", "early_stop.\(key)", words)
  }

  static let earlyStopping: [Self] = [
    .more("early_stop: median", "early_stop", "write a mapping such as {policy: median"),
    .more("early_stop: {}", "early_stop.policy", "write one of median, bandit"),
    earlyStop("warmup: 5", "policy", "the key is missing"),
    earlyStop("policy: medain", "policy", "did you mean 'median'"),
    earlyStop("policy: [median]", "policy", "is a list"),
    earlyStop("policy: asha", "policy", "write successive_halving"),
    earlyStop("policy: Hyperband", "policy", "write successive_halving"),
    earlyStop("policy: curve_fitting", "policy", "curve fitting is not supported"),
    earlyStop("policy: median, warmup: -1", "warmup", "-1 is not possible"),
    earlyStop("policy: median, warmup: 0.5", "warmup", "write a whole number"),
    earlyStop("policy: median, interval: 0", "interval", "0 is not possible"),
    earlyStop("policy: median, steps: 2", "steps", "write interval"),
    earlyStop("policy: median, patience: 2", "patience", "allowed are policy, warmup"),
    earlyStop("policy: median, factor: 0.5", "factor", "median has no factor; remove the key"),
    earlyStop("policy: median, minimum: 2", "minimum", "it is for successive_halving"),
    earlyStop("policy: bandit, fraction: 0.5", "fraction", "bandit has no fraction"),
    earlyStop("policy: bandit, factor: 0", "factor", "above 0 and at most 1"),
    earlyStop("policy: bandit, factor: 1.5", "factor", "1.5 is not possible"),
    earlyStop("policy: bandit, factor: .nan", "factor", "not finite"),
    earlyStop("policy: truncation, reduction: 3", "reduction", "truncation has no reduction"),
    earlyStop("policy: truncation, fraction: 0.0", "fraction", "between 0 and 1"),
    earlyStop("policy: truncation, fraction: 1", "fraction", "1 is not possible"),
    earlyStop("policy: truncation, fraction: 30%", "fraction", "is the text '30%'"),
    earlyStop(
      "policy: successive_halving, interval: 2", "interval",
      "successive_halving has no interval; remove the key; it is for median, bandit, truncation"),
    earlyStop("policy: successive_halving, reduction: 1", "reduction", "1 is not possible"),
    earlyStop("policy: successive_halving, minimum: 0", "minimum", "0 is not possible"),
    earlyStop("policy: successive_halving, eta: 3", "eta", "write reduction"),
  ]

  static let topLevel: [Self] = [
    .more("paralel: 4", "paralel", "did you mean 'parallel'"),
    .more("n_trials: 4", "n_trials", "write jobs"),
    .more("zzz: 4", "zzz", "allowed are name"),
    .more("parallel: 0", "parallel", "0 is not possible"),
    .more("parallel: two", "parallel", "is the text 'two'; write a whole number"),
    .more("parallel: 1.5", "parallel", "is the number 1.5"),
    .more("parallel: '4'", "parallel", "is the text '4'"),
    .more("parallel:", "parallel", "is empty"),
    .key("jobs", "jobs: -1", "-1 is not possible"),
    .key("jobs", "", "random search needs a number"),
    .key("name", "", "the key is missing"),
    .key("name", "name: ' '", "the name is empty"),
    .key("name", "name: [a]", "is a list"),
    .key("name", "name: \"a\\nb\"", "control characters"),
    .key("name", "name: \(String(repeating: "n", count: 201))", "201 characters"),
    .key("goal", "", "the key is missing; write maximize or minimize"),
    .key("goal", "goal: max", "'max' is not known; write maximize"),
    .key("goal", "goal: maximise", "write maximize"),
    .key("goal", "goal: minimze", "did you mean 'minimize'"),
    .more("retries: -1", "retries", "-1 is not possible"),
    .more("retries: {count: -1}", "retries.count", "-1 is not possible"),
    .more("retries: {count: 1, on: [exit, tiemout]}", "retries.on[1]", "'timeout'"),
    .more("retries: {count: 1, on: []}", "retries.on", "the list is empty"),
    .more("retries: {backoff: 1s}", "retries.count", "the key is missing"),
    .more("retries: {count: 1, backoff: soon}", "retries.backoff", "'soon' is no time"),
    .more("retries: {count: 1, max_backoff: 0}", "retries.max_backoff", "above 0"),
    .more(
      "retries: {count: 1, backoff: 2m, max_backoff: 1m}", "retries.max_backoff",
      "shorter than backoff"),
    .more("retries: {count: 1, on: exit}", "retries.on", "write a list out of exit, signal"),
    .more("retries: {count: 1, times: 2}", "retries.times", "write count"),
    .more("limits: {job_time: soon}", "limits.job_time", "'soon' is no time"),
    .more("limits: {job_time: -5}", "limits.job_time", "'-5' is no time"),
    .more("limits: {job_time: 0}", "limits.job_time", "above 0"),
    .more("limits: {memory: 8 bananas}", "limits.memory", "is no size"),
    .more("limits: {failures: 0}", "limits.failures", "0 is not possible"),
    .more("limits: {target_score: .inf}", "limits.target_score", ".inf is not finite"),
    .more("limits: {target_score: .nan}", "limits.target_score", ".nan is not finite"),
    .more("limits: {target_score: 1e999}", "limits.target_score", "1e999 is not finite"),
    .more("limits: {time: 1h}", "limits.time", "write job_time or experiment_time"),
    .more("limits: 5", "limits", "is the number 5"),
    .more("resources: {type: gpu, cuont: 1}", "resources.cuont", "'count'"),
    .more("resources: {type: gpu, count: 0}", "resources.count", "0 is not possible"),
    .more("resources: gpu", "resources", "write a mapping such as {type: gpu, count: 1}"),
    .more("stop: {grace: never}", "stop.grace", "is no time"),
    .more("limits: {memory: 0}", "limits.memory", "is no size"),
    .more("limits: {memory: -8GB}", "limits.memory", "is no size"),
    .more("limits: {memory: [8GB]}", "limits.memory", "write a size such as"),
    .more("dialect: nni", "dialect", "not supported yet"),
    .more("dialect: natve", "dialect", "did you mean 'native'"),
    .more("working_directory: nowhere", "working_directory", "no folder '/home/ada/nowhere'"),
    .more("working_directory: plain.txt", "working_directory", "is a file"),
    .more("results: plain.txt", "results", "is a file"),
    .more("labels: [loss, loss]", "labels[1]", "stands twice"),
    .more("labels: [score]", "labels[0]", "itself"),
    .more("labels: loss", "labels", "is the text 'loss'; write a list"),
    .more("algorithm: {name: bayes}", "algorithm.name", "write random or grid"),
    .more("algorithm: {name: sequence}", "algorithm.name", "write grid"),
    .more("algorithm: {name: random, seed: -1}", "algorithm.seed", "-1 is no seed"),
    .more("algorithm: {name: random, seed: 1.5}", "algorithm.seed", "1.5 is no seed"),
    .more("algorithm: {name: random, points: 3}", "algorithm.points", "only the grid"),
    .more("parallel: 010", "parallel", "some tools read as octal"),
    .more("parallel: !!int 4", "parallel", "tag"),
    .more("jobs: 4", "jobs", "the key stands twice"),
    .more("retries: {count: 1, count: 2}", "retries.count", "the key stands twice"),
  ]

  static let parameters: [Self] = [
    .parameter("{type: float, low: 2, high: 1}", "lr.low", "the low end is above the high end"),
    .parameter("{type: int, low: 2, high: 1}", "lr.low", "the low end is above the high end"),
    .parameter("{type: float, low: 0, high: 1, log: true}", "lr.low", "begin above 0"),
    .parameter("{type: float, low: 1, high: .inf}", "lr.high", "not finite"),
    .parameter("{type: float, low: -1e308, high: 1e308}", "lr.low", "finite"),
    .parameter("{type: float, low: 1}", "lr.high", "the key is missing"),
    .parameter("{type: float, low: a, high: 1}", "lr.low", "is the text 'a'"),
    .parameter("{type: float, low: 1, high: 2, log: yes}", "lr.log", "write true or false"),
    .parameter("{type: int, low: 1.5, high: 2}", "lr.low", "write a whole number"),
    .parameter("{type: int, low: 1e3, high: 2000}", "lr.low", "without fraction or e"),
    .parameter("{type: integer, low: 1, high: 2}", "lr.type", "write int"),
    .parameter("{type: uniform, low: 1, high: 2}", "lr.type", "write float"),
    .parameter("{type: loguniform, low: 1, high: 2}", "lr.type", "with log: true"),
    .parameter("{type: categorical, values: [1]}", "lr.type", "write choice"),
    .parameter("{type: flaot, low: 1, high: 2}", "lr.type", "did you mean 'float'"),
    .parameter("{low: 1, high: 2}", "lr.type", "the key is missing"),
    .parameter("{type: choice}", "lr.values", "the key is missing"),
    .parameter("{type: choice, values: []}", "lr.values", "at least one value"),
    .parameter("{type: choice, values: [a, a]}", "lr.values", "stands twice"),
    .parameter("{type: choice, values: [a, [b]]}", "lr.values[1]", "is a list"),
    .parameter("{type: choice, values: [a, null]}", "lr.values[1]", "is empty"),
    .parameter("{type: choice, values: a}", "lr.values", "write a list of values"),
    .parameter(#"{type: choice, values: [a, "b\0c"]}"#, "lr.values[1]", "holds a NUL"),
    .parameter(
      "{type: choice, values: [a, \(String(repeating: "ü", count: 50_001))]}", "lr.values[1]",
      "100002 bytes"),
    .parameter("{type: choice, values: [a], low: 1}", "lr.low", "a choice has only type, values"),
    .parameter("{type: float, low: 1, high: 2, values: [1]}", "lr.values", "a float has only"),
    .parameter("{type: float, low: 1, high: 2, max: 3}", "lr.max", "write high"),
    .parameter("{type: float, low: 1, high: 2, points: 3}", "lr.points", "only the grid"),
    .parameter("[1, 2]", "lr", "is a list; write a mapping"),
    .parameter(
      "{type: int, low: 1, high: 2}, 'a b': {type: int, low: 1, high: 2}", "a b",
      "letters, digits"),
    Self(
      changes: ["parameters": "parameters: {}", "command": "command: 'true'"],
      keyPath: "parameters", words: "there are no parameters"),
    Self(
      changes: ["parameters": "", "command": "command: 'true'"],
      keyPath: "parameters", words: "the key is missing"),
  ]

  static let commands: [Self] = [
    .command("python3 train.py {rl}", "{rl} is not a parameter; did you mean {lr}"),
    .command("python3 train.py {momentum}", "declare it under parameters"),
    .command("python3 'train.py {lr}", "a quote ' is not closed"),
    .command("python3 train.py {lr", "a brace { stands alone"),
    .command("python3 train.py lr}", "a brace } stands alone"),
    .command("python3 train.py {}", "is no place for a parameter"),
    .command("'python3 train.py {\"lr\": 1}'", "is no place for a parameter"),
    .command("python3 train.py | tee log", "write sh -c '…'"),
    .command("python3 train.py; reboot", "';' is for a shell"),
    .command("python3 train.py > log", "'>' is for a shell"),
    .command("'true && true'", "'&' is for a shell"),
    .command("true $(id)", "'$(' is for a shell"),
    .command("' '", "the command is empty"),
    .command("[]", "the command is empty"),
    .command("5", "write the command as a text"),
    .command("[python3, [a]]", ""),
    .command(#""python3 train.py a\0b""#, "holds a NUL"),
    .command(#"[python3, train.py, "a\0b"]"#, "holds a NUL"),
    .command("nothere {lr}", "there is no program 'nothere' in PATH"),
    .command("run.sh {lr}", "write ./run.sh"),
    .command("./nothere {lr}", "there is no file '/home/ada/nothere'"),
    .command("./train.py {lr}", "not executable; run chmod +x"),
    .command("./work {lr}", "is a folder"),
    .command("'{lr} a'", "the program itself is a parameter"),
    .command("python3 missing.py {lr}", "there is no script '/home/ada/missing.py'"),
    .command("python3 -u sub/missing.py {lr}", "there is no script"),
    .command("sh missing", "there is no script"),
  ]
}
