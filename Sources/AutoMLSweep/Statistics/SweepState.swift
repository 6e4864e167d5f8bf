public import AutoMLModel

/// A sweep with the states of its combinations at one moment: the tuple of execo's
/// `ParamSweeper.stats`.
public struct SweepState: Hashable, Sendable {
  /// Every combination.
  public var sweeps: [Combination]
  /// Those that nobody has taken yet.
  public var remaining: [Combination]
  /// Those that are not to be tried again in this run.
  public var skipped: [Combination]
  /// Those on which somebody works.
  public var inProgress: [Combination]
  /// Those that are done.
  public var done: [Combination]

  /// Puts the five lists together.
  public init(
    sweeps: [Combination] = [], remaining: [Combination] = [], skipped: [Combination] = [],
    inProgress: [Combination] = [], done: [Combination] = []
  ) {
    self.sweeps = sweeps
    self.remaining = remaining
    self.skipped = skipped
    self.inProgress = inProgress
    self.done = done
  }

  /// The combinations in one state.
  public subscript(state: CombinationStatus) -> [Combination] {
    switch state {
    case .remaining: remaining
    case .skipped: skipped
    case .inProgress: inProgress
    case .done: done
    }
  }
}
