import AutoMLModel

/// The rules of early stopping by their names in experiment files.
private enum EarlyStoppingWord: String, CaseIterable {
  case median, bandit, truncation
  case successiveHalving = "successive_halving"

  /// The keys that say more about the rule.
  var keys: [String] {
    switch self {
    case .median: ["interval"]
    case .bandit: ["interval", "factor"]
    case .truncation: ["interval", "fraction"]
    case .successiveHalving: ["reduction", "minimum"]
    }
  }
}

extension ConfigurationReader {
  /// More results than any job reports.
  private static let maximumResults = 1_000_000_000

  /// Reads `early_stop` of a file of this program.
  mutating func earlyStopping(_ field: Field) -> EarlyStoppingPolicy? {
    guard
      let section = section(
        field,
        keys: ["policy", "warmup", "interval", "factor", "fraction", "reduction", "minimum"],
        other: [
          "name": "write policy", "rule": "write policy", "aup_policy": "write policy",
          "steps": "write interval", "aup_policy_steps": "write interval",
          "grace": "write warmup", "grace_period": "write warmup", "eta": "write reduction",
          "reduction_factor": "write reduction", "bandit_factor": "write factor",
          "truncation_percentage": "write fraction",
        ], what: "a mapping such as {policy: median, warmup: 5}")
    else { return nil }
    let names = EarlyStoppingWord.allCases.map(\.rawValue).joined(separator: ", ")
    let word = required("policy", in: section, "write one of \(names)")
      .flatMap { earlyStoppingWord($0, of: EarlyStoppingWord.self) }
    let warmup = section["warmup"].map { results($0, from: 0) } ?? 0
    let interval = section["interval"].map { results($0, from: 1) } ?? 1
    let factor = section["factor"].map { share($0, allowsOne: true) } ?? 0.5
    let fraction = section["fraction"].map { share($0, allowsOne: false) } ?? 0.3
    let reduction = section["reduction"].map { results($0, from: 2) } ?? 3
    let minimum = section["minimum"].map { results($0, from: 1) } ?? 1
    guard let word else { return nil }
    for key in ["interval", "factor", "fraction", "reduction", "minimum"] {
      guard let field = section[key], !word.keys.contains(key) else { continue }
      let policies = EarlyStoppingWord.allCases.filter { $0.keys.contains(key) }
        .map(\.rawValue)
      report(
        field, "\(word.rawValue) has no \(key)",
        "remove the key; it is for \(policies.joined(separator: ", "))")
    }
    guard let warmup, let interval, let factor, let fraction, let reduction, let minimum else {
      return nil
    }
    let rule: EarlyStoppingPolicy.Rule =
      switch word {
      case .median: .median
      case .bandit: .bandit(factor: factor)
      case .truncation: .truncation(fraction: fraction)
      case .successiveHalving: .successiveHalving(reduction: reduction, minimum: minimum)
      }
    return EarlyStoppingPolicy(rule, warmup: warmup, interval: interval)
  }

  /// Reads the name of a rule, which may be one from elsewhere.
  mutating func earlyStoppingWord<Word: RawRepresentable & CaseIterable>(
    _ field: Field, of type: Word.Type
  ) -> Word? where Word.RawValue == String {
    let names = Word.allCases.map(\.rawValue).joined(separator: " or ")
    if case .string = field.node.value, field.node.source == "curve_fitting" {
      report(field, "curve fitting is not supported", "write \(names)")
      return nil
    }
    let halving = EarlyStoppingWord.successiveHalving.rawValue
    let isHalvingKnown = Word(rawValue: halving) != nil
    let asha = "write \(isHalvingKnown ? halving : names)"
    return word(
      field,
      other: [
        "asha": asha, "sha": asha, "halving": asha, "successivehalving": asha,
        "successive_halving": asha, "hyperband": asha, "median_stopping": "write median",
        "medianstop": "write median", "truncation_selection": "write truncation",
      ])
  }

  /// Reads a number of results.
  mutating func results(_ field: Field, from lowest: Int) -> Int? {
    integer(field, in: lowest...Self.maximumResults)
  }

  /// Reads a number above 0 and below 1, or up to it.
  mutating func share(_ field: Field, allowsOne: Bool) -> Double? {
    guard let number = number(field) else { return nil }
    guard number > 0, number < 1 || allowsOne && number == 1 else {
      report(
        field, "\(field.node.source) is not possible",
        allowsOne ? "write a number above 0 and at most 1" : "write a number between 0 and 1")
      return nil
    }
    return number
  }
}
