/// Drops or marks lines that the process of a task prints.
public struct OutputFilter: TaskPlugin {
  /// What happens to some of the lines.
  public struct Rule: Sendable {}
  /// What it is called in descriptions.
  public let name = "output-filter"
}
