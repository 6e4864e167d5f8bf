public import AutoMLModel

/// The way a report is written.
public enum ReportFormat: Hashable, Sendable {
  /// For people.
  ///
  /// `width` is that of the terminal in cells, or nil when there is no terminal to fit.
  case text(width: Int?, colour: Bool)
  /// For machines: one JSON document with the keys of `docs/json.md`.
  case json
  /// For spreadsheets: the rows of the report's table, with a header.
  case csv
}

/// An answer about the record that can be written for people and for machines.
public protocol Report: Sendable {
  /// The report for people, without a line end behind its last line.
  func text(width: Int?, colour: Bool) -> String

  /// The whole report; its keys are part of the product's interface and never change meaning.
  var json: JSONValue { get }

  /// The rows of the report's table with a header, each line ended.
  var csv: String { get }
}

extension Report {
  /// The report in a format, with a line end behind its last line.
  public func rendered(as format: ReportFormat) -> String {
    switch format {
    case .text(let width, let colour): text(width: width, colour: colour) + "\n"
    case .json: json.serialized(pretty: true) + "\n"
    case .csv: csv
    }
  }
}
