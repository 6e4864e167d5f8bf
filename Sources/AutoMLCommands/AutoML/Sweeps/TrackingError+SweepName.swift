import AutoMLTracking

extension TrackingError {
  /// The error in the user's words, who knows a sweep by its name and not by its number.
  func naming(_ sweep: String) -> TrackingError {
    guard case .unknownSweep = code else { return self }
    return .unknownSweep(sweep)
  }
}
