import Foundation

/// Why an event log cannot be kept.
public struct EventLogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the file.
  public enum Reason: Hashable, Sendable {
    /// The system refuses to open it, with this error number.
    case system(Int32)
    /// It holds a database, which lines of JSON would damage.
    case database
    /// It is a named pipe that nobody reads.
    case noReader
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: Reason

  /// Describes why a file cannot be an event log.
  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// A sentence for people.
  public var description: String {
    switch reason {
    case .system(let number):
      "Cannot open the event log '\(path)': \(String(cString: strerror(number)))"
    case .database: "Cannot keep the event log in '\(path)': it is a database"
    case .noReader:
      "Cannot keep the event log in '\(path)': nobody reads this named pipe; start its reader first"
    }
  }
}
