public import AutoMLModel
public import AutoMLTracking

/// Which experiment an engine works on.
public enum ExperimentOrigin: Hashable, Sendable {
  /// One to be recorded.
  case new(ExperimentRequest)
  /// One that has been recorded, and was stopped or interrupted.
  ///
  /// What has ended is told to the controller again, in the same order, and the rest is run. The
  /// controller must be one that recommends the same when it is told the same.
  case recorded(ExperimentID)
}
