public import AutoMLModel

/// One event of a workflow as data, for those who hear of it outside the program.
///
/// The keys of ``json`` are part of the product's interface; `docs/json.md` lists them.
public struct EventRecord: Hashable, Sendable {
  /// What happened.
  public let event: WorkflowEvent
  /// When it happened.
  public let time: Timestamp
  /// Whether it is the end of a job that will not be tried again and has no score.
  public let isFailedJob: Bool
  /// The event as an object: when and what, the experiment, and the data of that kind of event.
  ///
  /// Every event of a kind has the same keys; what nobody knows is `null`.
  public let json: JSONValue

  /// Describes an event.
  ///
  /// - Parameter context: The context with which the handler was called, a job's own for a job's
  ///   events.
  public init(_ event: WorkflowEvent, context: Context, time: Timestamp) {
    self.event = event
    self.time = time
    let failures: [OutcomeStatus] = [.error, .exception]
    isFailedJob =
      event == .endJob && context[.willRetry] != true
      && context[.jobStatus].map(failures.contains) ?? false
    let experiment = context[.job]?.experiment ?? context[.experiment]
    let members: [JSONValue.Member] = [
      .init("time", .string(time.iso8601)), .init("event", .string(event.rawValue)),
      .init("experiment", .init(id: experiment)),
    ]
    json = .object(members + Self.members(of: event, context))
  }

  /// The event on one line with its end, as it stands in an event log.
  public var line: String { "\(json)\n" }

  private static func members(
    of event: WorkflowEvent, _ context: Context
  ) -> [JSONValue.Member] {
    switch event {
    case .startAutoML, .endAutoML: []
    case .searchSpaceAvailable: [.init("search_space", context[.searchSpace]?.json ?? .null)]
    case .recommendationsAvailable:
      [.init("recommendations", .array((context[.recommendations] ?? []).map(\.json)))]
    case .startJob: job(context)
    case .endJob: job(context) + end(context)
    }
  }

  private static func job(_ context: Context) -> [JSONValue.Member] {
    let handle = context[.job]
    return [
      .init("job", .init(id: handle?.job)),
      .init("number", handle.map { .integer(Int64($0.number)) } ?? .null),
      .init("attempt", handle.map { .integer(Int64($0.attemptNumber)) } ?? .null),
      .init("worker", context[.workerName].map(JSONValue.string) ?? .null),
      .init("gpus", .array((context[.gpus] ?? []).map { .integer(Int64($0)) })),
      .init("parameters", context[.recommendation]?.result.parameters.json ?? .null),
    ]
  }

  private static func end(_ context: Context) -> [JSONValue.Member] {
    let score = context[.score]
    let labelled = (score?.labelled ?? []).map { JSONValue.Member($0.label, .number($0.value)) }
    let earlyStop = context[.earlyStopReason]
    let reason = context[.failureReason] ?? earlyStop
    return [
      .init("status", context[.jobStatus].map { .string("\($0)") } ?? .null),
      .init("score", score.map { .number($0.value) } ?? .null),
      .init("labelled", .object(labelled)),
      .init("will_retry", .boolean(context[.willRetry] ?? false)),
      .init("early_stopped", .boolean(earlyStop != nil)),
      .init("reason", reason.map(JSONValue.string) ?? .null),
    ]
  }
}

extension JSONValue {
  /// A row's number, or null.
  fileprivate init(id: (some RowIdentifier)?) { self = id.map { .integer($0.rawValue) } ?? .null }
}

extension Recommendation {
  /// The recommendation as JSON: its id, which is JSON already, and its parameters.
  fileprivate var json: JSONValue {
    [
      "id": (try? JSONValue(parsing: id.json)) ?? .string(id.json),
      "parameters": result.parameters.json,
    ]
  }
}
