public import ArgumentParser
public import AutoMLModel

// Identifiers and statuses as they stand on a command line.

extension RowIdentifier where Self: ExpressibleByArgument {
  /// Parses a positive number.
  public init?(argument: String) {
    guard let number = Int64(argument), number > 0 else { return nil }
    self.init(rawValue: number)
  }
}

extension LifeCycleStatus where Self: ExpressibleByArgument {
  /// Parses a status in any letter case.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

extension ExperimentID: ExpressibleByArgument {}
extension JobID: ExpressibleByArgument {}
extension ResourceID: ExpressibleByArgument {}
extension ExperimentStatus: ExpressibleByArgument {}
extension JobStatus: ExpressibleByArgument {}

extension CombinationStatus: ExpressibleByArgument {
  /// Parses a status in any letter case, with `-` or `_` between words.
  public init?(argument: String) {
    self.init(rawValue: argument.uppercased().replacing("-", with: "_"))
  }
}
