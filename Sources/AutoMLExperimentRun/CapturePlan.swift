/// What is to be done with the output of a run.
public struct CapturePlan: Hashable, Sendable {
  /// Whether the output goes where it went, too.
  public var copies: Bool
  /// Whether both streams go to one file.
  public var merges: Bool

  /// Makes a plan.
  public init(copies: Bool, merges: Bool) {
    self.copies = copies
    self.merges = merges
  }

  /// The names of the files for standard output and standard error.
  var names: (output: String, errors: String) {
    merges ? ("stdout+stderr", "stdout+stderr") : ("stdout", "stderr")
  }
}
