public import AutoMLModel
public import AutoMLScheduling

/// The way in which a training script receives its parameters and reports its numbers.
public protocol ReportDialect: Sendable {
  /// The streams on which a report may stand.
  var streams: Set<OutputStreamKind> { get }

  /// The words of the command line for a job.
  ///
  /// - Parameters:
  ///   - words: The words of the experiment's command, its placeholders filled.
  ///   - parametersFile: The JSON file with the job's parameters.
  func commandLine(_ words: [String], parametersFile: String) -> [String]

  /// The report on one line of output, or nil when the line is none.
  ///
  /// - Parameter line: The line without its end.
  /// - Throws: ``ReportError`` for a line that is meant as a report but is malformed.
  func report(on line: Substring) throws(ReportError) -> ScriptReport?
}

/// The numbers on one line that a job printed.
public struct ScriptReport: Hashable, Sendable {
  /// Progress; recorded at once.
  public var intermediate: Score?
  /// The final score, unless a later line gives another one.
  public var final: Score?

  /// Describes a report.
  public init(intermediate: Score? = nil, final: Score? = nil) {
    self.intermediate = intermediate
    self.final = final
  }
}

/// Why a line is not the report it seems to be.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, shortened when it is very long.
  public let line: String
  /// What is wrong with it, as a clause.
  public let reason: String

  /// Describes a malformed line.
  public init(line: some StringProtocol, reason: String) {
    self.line = line.count > 200 ? line.prefix(200) + "…" : String(line)
    self.reason = reason
  }

  /// A sentence for people.
  public var description: String { "malformed report line '\(line)': \(reason)" }
}
