import AutoMLModel
public import AutoMLScheduling

/// The product's own dialect: `automl: {"score": 0.93, "loss": 0.2}` on a line of standard output.
///
/// `intermediate` instead of `score` reports progress; a line may hold both. Every further key is
/// a labelled number. Parameters arrive by placeholders and environment variables.
public struct NativeDialect: ReportDialect {
  /// What a report line begins with.
  public static let marker = "automl:"

  /// The labels that a report may use; empty means any.
  public let labels: [String]

  /// Makes the dialect.
  public init(labels: [String] = []) { self.labels = labels }

  /// Reports stand on standard output only.
  public var streams: Set<OutputStreamKind> { [.output] }

  /// The command's own words.
  public func commandLine(_ words: [String], parametersFile: String) -> [String] { words }

  /// Parses a line that begins with the marker; spaces before it are allowed.
  public func report(on line: Substring) throws(ReportError) -> ScriptReport? {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix(Self.marker) else { return nil }
    let members: [JSONValue.Member]
    do {
      guard case .object(let object) = try JSONValue(parsing: text.dropFirst(Self.marker.count))
      else { throw ReportError(line: line, reason: "a JSON object must follow '\(Self.marker)'") }
      members = object
    } catch let error as JSONSyntaxError {
      throw ReportError(line: line, reason: "\(error)")
    } catch let error as ReportError {
      throw error
    } catch {
      throw ReportError(line: line, reason: "\(error)")
    }
    return try report(members, line)
  }

  private func report(
    _ members: [JSONValue.Member], _ line: Substring
  ) throws(ReportError) -> ScriptReport {
    var final: Double?
    var intermediate: Double?
    var labelled: [LabelledValue] = []
    for member in members {
      guard let value = member.value.double else {
        throw ReportError(line: line, reason: "'\(member.name)' must be a finite number")
      }
      switch member.name {
      case "score": final = value
      case "intermediate": intermediate = value
      default:
        guard labels.isEmpty || labels.contains(member.name) else {
          throw ReportError(
            line: line,
            reason: "the label '\(member.name)' is not among the experiment's labels "
              + "(\(labels.joined(separator: ", ")))")
        }
        labelled.append(LabelledValue(member.name, value))
      }
    }
    guard final != nil || intermediate != nil else {
      throw ReportError(line: line, reason: "it holds neither 'score' nor 'intermediate'")
    }
    do throws(ScoreError) {
      return ScriptReport(
        intermediate: try intermediate.map { value throws(ScoreError) in
          try Score(value, labelled: labelled)
        },
        final: try final.map { value throws(ScoreError) in try Score(value, labelled: labelled) })
    } catch {
      throw ReportError(line: line, reason: "\(error)")
    }
  }
}
