/// Why a sweeper refused a combination.
public enum SweeperError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is not on the sweep's list.
  case unknown(Combination)
  /// A filter chose it though it does not wait.
  case notRemaining(Combination)

  /// A sentence for people that names the combination.
  public var description: String {
    switch self {
    case .unknown(let combination): "The sweep has no combination \(combination)."
    case .notRemaining(let combination):
      "The filter chose \(combination), which is none of the remaining combinations."
    }
  }
}
