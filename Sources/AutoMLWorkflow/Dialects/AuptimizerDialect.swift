import AutoMLModel
public import AutoMLScheduling

/// The dialect of Auptimizer's scripts: `#Auptimizer:0.93` or `#Auptimizer:0.93,0.2` at the
/// beginning of a line of either stream.
///
/// The first number is the score, further ones are labelled by the experiment's labels. Every line
/// is an intermediate result, and the last one is the final score. The parameters arrive as a JSON
/// file whose path is the last argument.
public struct AuptimizerDialect: ReportDialect {
  /// What a report line begins with.
  public static let marker = "#Auptimizer:"

  /// The names of the numbers after the first.
  public let labels: [String]
  /// Whether each line is recorded as an intermediate result.
  public let tracksIntermediateResults: Bool

  /// Makes the dialect.
  public init(labels: [String] = [], tracksIntermediateResults: Bool = true) {
    self.labels = labels
    self.tracksIntermediateResults = tracksIntermediateResults
  }

  /// Reports may stand on both streams.
  public var streams: Set<OutputStreamKind> { [.output, .error] }

  /// The command's words and the parameters' file.
  public func commandLine(_ words: [String], parametersFile: String) -> [String] {
    words + [parametersFile]
  }

  /// Parses a line that begins with the marker.
  public func report(on line: Substring) throws(ReportError) -> ScriptReport? {
    guard line.hasPrefix(Self.marker) else { return nil }
    var numbers: [Double] = []
    for word in line.dropFirst(Self.marker.count).split(
      separator: ",", omittingEmptySubsequences: false)
    {
      let text = word.trimming { $0.isWhitespace }
      guard let number = Double(text) else {
        throw ReportError(line: line, reason: "'\(text)' is not a number")
      }
      numbers.append(number)
    }
    guard labels.isEmpty || numbers.count == labels.count + 1 else {
      throw ReportError(
        line: line,
        reason: "it holds \(numbers.count) numbers; the experiment's labels "
          + "(\(labels.joined(separator: ", "))) ask for \(labels.count + 1)")
    }
    do throws(ScoreError) {
      let names = labels.isEmpty ? (1..<max(numbers.count, 1)).map { "result \($0)" } : labels
      let score = try Score(
        numbers[0], labelled: zip(names, numbers.dropFirst()).map { LabelledValue($0, $1) })
      return ScriptReport(intermediate: tracksIntermediateResults ? score : nil, final: score)
    } catch {
      throw ReportError(line: line, reason: "\(error)")
    }
  }
}

extension Substring {
  /// The text without the characters at its ends for which a condition holds.
  fileprivate func trimming(_ condition: (Character) -> Bool) -> Substring {
    var text = drop(while: condition)
    while let last = text.last, condition(last) { text.removeLast() }
    return text
  }
}
