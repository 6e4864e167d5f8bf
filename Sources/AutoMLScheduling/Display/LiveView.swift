/// Shows a scheduler on a terminal while it runs.
public struct LiveView: Sendable {
  func follow(_ scheduler: Scheduler) async {}
}
