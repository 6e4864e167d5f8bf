public import AutoMLModel
public import AutoMLTracking

/// Engine processes, one a row.
public struct SessionTable: Report {
  /// The sessions from top to bottom.
  public let sessions: [SessionRecord]
  /// The time up to which a session that goes on has lasted.
  public let now: Timestamp

  /// Makes a table of sessions.
  public init(_ sessions: [SessionRecord], now: Timestamp) {
    self.sessions = sessions
    self.now = now
  }

  /// The sessions for people.
  public func text(width: Int?, colour: Bool) -> String {
    if sessions.isEmpty { return "No sessions." }
    var table = TextTable([
      .init("id", .right), .init("host", isElastic: true), .init("pid", .right),
      .init("started"), .init("lasted", .right), .init("last sign of life", .right),
      .init("state"),
    ])
    for session in sessions {
      table.append([
        "\(session.id)", .init(session.host), "\(session.processID)",
        .init(TimestampText.local(session.started)),
        "\(DurationText((session.ended ?? now).since(session.started)))",
        "\(DurationText(now.since(session.heartbeat))) ago",
        session.ended == nil ? .init("open", .good) : .init("ended", .faint),
      ])
    }
    return table.text(width: width, colour: colour)
  }

  /// An array of sessions; the token, which is a secret of their child processes, is left out.
  public var json: JSONValue {
    .array(
      sessions.map { session in
        [
          "id": JSONValue(session.id), "host": .string(session.host),
          "pid": JSONValue(session.processID), "started": JSONValue(session.started),
          "heartbeat": JSONValue(session.heartbeat), "ended": JSONValue(session.ended),
        ]
      })
  }

  /// The sessions, a line each.
  public var csv: String {
    guard case .array(let rows) = json else { return "" }
    let columns = ["id", "host", "pid", "started", "heartbeat", "ended"]
    return CSVTable(columns: columns.map { [$0] }).text(of: rows)
  }
}
