public import AutoMLModel
public import AutoMLTracking

/// The numbers that a job reported: its intermediate results and its labelled sets.
public struct ResultsTable: Report {
  /// The job.
  public let job: JobID
  /// The intermediate results in order.
  public let intermediate: [IntermediateResultRecord]
  /// The labelled numbers in order of set and place.
  public let multiple: [MultipleResultRecord]

  /// Makes a table of numbers.
  public init(
    job: JobID, intermediate: [IntermediateResultRecord], multiple: [MultipleResultRecord]
  ) {
    self.job = job
    self.intermediate = intermediate
    self.multiple = multiple
  }

  /// Asks a store for a job's numbers.
  ///
  /// - Throws: ``TrackingError`` `.unknownJob`, and what the store throws.
  public static func make(
    for id: JobID, from store: some ResultStore, attempts: AttemptSelection = .last
  ) async throws -> Self {
    let intermediate = try await store.intermediateResults(job: id, attempts: attempts)
    let multiple = try await store.multipleResults(job: id)
    return Self(job: id, intermediate: intermediate, multiple: multiple)
  }

  /// The numbers for people.
  public func text(width: Int?, colour: Bool) -> String {
    var blocks: [String] = []
    if !intermediate.isEmpty {
      var table = TextTable([
        .init("attempt", .right), .init("no", .right), .init("score", .right), .init("time"),
        .init("labelled", isElastic: true),
      ])
      let companions = Dictionary(grouping: multiple) { $0.intermediateResult }
      for result in intermediate {
        table.append([
          "\(result.attempt)", "\(result.number)", "\(NumberText(result.score))",
          "\(TimestampText.local(result.time))",
          .init(Self.line(of: companions[result.id] ?? [])),
        ])
      }
      blocks.append(table.text(width: width, colour: colour))
    }
    for set in Self.sets(of: multiple.filter { $0.intermediateResult == nil }) {
      let title = set[0].isLastResult ? "Last results" : "Set \(set[0].set)"
      blocks.append(
        TextStyle.heading.apply(to: title, colour: colour) + "  " + Self.line(of: set))
    }
    return blocks.isEmpty ? "Job \(job) has reported no numbers." : blocks.joined(separator: "\n\n")
  }

  private static func line(of set: [MultipleResultRecord]) -> String {
    set.map { "\(VisibleText($0.label))=\(NumberText($0.value))" }.joined(separator: " ")
  }

  private static func sets(of results: [MultipleResultRecord]) -> [[MultipleResultRecord]] {
    var sets: [[MultipleResultRecord]] = []
    for result in results {
      if sets.last?.last?.set == result.set {
        sets[sets.count - 1].append(result)
      } else {
        sets.append([result])
      }
    }
    return sets
  }

  /// The numbers with their times.
  public var json: JSONValue {
    [
      "job": JSONValue(job), "intermediate": .array(intermediate.map(\.json)),
      "multiple": .array(multiple.map(\.json)),
    ]
  }

  /// The intermediate results, a line each, with their labelled numbers behind them.
  public var csv: String {
    var labels: [String] = []
    for result in multiple where !labels.contains(result.label) { labels.append(result.label) }
    let companions = Dictionary(grouping: multiple) { $0.intermediateResult }
    let columns =
      ["attempt", "number", "score", "time"].map { [$0] } + labels.map { ["labelled", $0] }
    return CSVTable(columns: columns).text(
      of: intermediate.map { result in
        let values = companions[result.id] ?? []
        return result.json.adding([
          .init("labelled", .object(values.map { .init($0.label, .number($0.value)) }))
        ])
      })
  }
}

extension IntermediateResultRecord {
  fileprivate var json: JSONValue {
    [
      "id": JSONValue(id), "attempt": JSONValue(attempt), "number": JSONValue(number),
      "score": .number(score), "time": JSONValue(time),
    ]
  }
}

extension MultipleResultRecord {
  fileprivate var json: JSONValue {
    [
      "id": JSONValue(id), "attempt": JSONValue(attempt),
      "intermediate_result": JSONValue(intermediateResult), "set": JSONValue(set),
      "label": .string(label), "order": JSONValue(order), "value": .number(value),
      "time": JSONValue(time), "last": .boolean(isLastResult),
    ]
  }
}
