import AutoMLModel

extension ClassicConfiguration {
  private enum PolicyWord: String, CaseIterable {
    case median, bandit, truncation
  }

  /// Reads `early_stop`, in which the keys of other policies may stand too.
  mutating func earlyStopping(_ field: ConfigurationReader.Field) -> EarlyStoppingPolicy? {
    let curves = "not supported; it is for curve fitting, which is not either"
    guard
      let section = reader.section(
        field,
        keys: [
          "aup_policy", "aup_policy_steps", "warmup", "bandit_factor", "truncation_percentage",
        ],
        other: [
          "curve_fitting_threshold": curves, "curve_fitting_max_iters": curves,
          "curve_fitting_timeout": curves,
        ], what: "a mapping such as {\"aup_policy\": \"median\", \"aup_policy_steps\": 1}")
    else { return nil }
    let policy = reader.required(
      "aup_policy", in: section, "write median, bandit or truncation"
    ).flatMap { reader.earlyStoppingWord($0, of: PolicyWord.self) }
    let steps = reader.required(
      "aup_policy_steps", in: section, "say after how many results each time to judge"
    ).flatMap { reader.results($0, from: 1) }
    let warmup = section["warmup"].map { reader.results($0, from: 0) } ?? 0
    let factor = section["bandit_factor"].map { reader.share($0, allowsOne: true) } ?? 0.5
    let fraction =
      section["truncation_percentage"].map { reader.share($0, allowsOne: false) } ?? 0.3
    guard let policy, let steps, let warmup, let factor, let fraction else { return nil }
    let rule: EarlyStoppingPolicy.Rule =
      switch policy {
      case .median: .median
      case .bandit: .bandit(factor: factor)
      case .truncation: .truncation(fraction: fraction)
      }
    return EarlyStoppingPolicy(rule, warmup: warmup, interval: steps)
  }
}
