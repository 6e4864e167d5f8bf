import ArgumentParser
import AutoMLModel
import AutoMLReporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How results are written.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write JSON with stable keys instead of text.")
  var json = false

  /// The format for standard output.
  var format: ReportFormat {
    json
      ? .json
      : .text(
        width: Terminal.width(STDOUT_FILENO), colour: Terminal.wantsColour(STDOUT_FILENO))
  }

  /// Writes a report.
  func write(_ report: some Report) { Terminal.write(report.rendered(as: format)) }

  /// Writes a report; a reader that stalls is waited for until the task is cancelled.
  func writeUnlessCancelled(_ report: some Report) async {
    await Terminal.writeUnlessCancelled(report.rendered(as: format))
  }

  /// Writes a text for people, or its JSON counterpart.
  func write(_ text: @autoclosure () -> String, json value: @autoclosure () -> JSONValue) {
    Terminal.write(json ? value().serialized(pretty: true) + "\n" : text() + "\n")
  }
}

/// How results are written by commands whose table can also be read by spreadsheets.
struct TableOptions: ParsableArguments {
  /// The formats of a table.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv
  }

  @Option(help: "The format of the result.")
  var format = Format.text

  @Flag(help: "The same as --format json.")
  var json = false

  /// The format for standard output.
  var reportFormat: ReportFormat {
    switch json ? .json : format {
    case .json: .json
    case .csv: .csv
    case .text:
      .text(width: Terminal.width(STDOUT_FILENO), colour: Terminal.wantsColour(STDOUT_FILENO))
    }
  }

  /// Writes a report.
  func write(_ report: some Report) { Terminal.write(report.rendered(as: reportFormat)) }
}
