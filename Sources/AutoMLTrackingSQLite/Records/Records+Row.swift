import AutoMLModel
import AutoMLTracking
import GRDB

extension RawRepresentable where RawValue == String {
  /// Reads a status or another closed list out of a column.
  ///
  /// - Throws: ``TrackingError`` `.corrupt`; the schema's checks admit no other text.
  init(_ row: Row, _ column: String) throws {
    try self.init(recorded: row[column], as: column)
  }

  /// Takes the text of a column.
  ///
  /// - Throws: as ``init(_:_:)``.
  init(recorded text: String, as column: String = "status") throws {
    guard let value = Self(rawValue: text) else {
      throw TrackingError(.corrupt, "The database holds the unknown \(column) '\(text)'.")
    }
    self = value
  }
}

extension RowIdentifier {
  init(_ row: Row, _ column: String) { self.init(rawValue: row[column]) }

  /// Reads an id that may be missing.
  static func optional(_ row: Row, _ column: String) -> Self? {
    (row[column] as Int64?).map(Self.init(rawValue:))
  }
}

extension Timestamp {
  init(_ row: Row, _ column: String) { self.init(microseconds: row[column]) }

  /// Reads a time that may be missing.
  static func optional(_ row: Row, _ column: String) -> Self? {
    (row[column] as Int64?).map(Self.init(microseconds:))
  }
}

extension JSONValue {
  init(_ row: Row, _ column: String) throws {
    do {
      self = try JSONValue(parsing: row[column] as String)
    } catch {
      throw TrackingError(.corrupt, "The \(column) in the database is not JSON: \(error).")
    }
  }
}

extension SessionRecord {
  init(row: Row) {
    self.init(
      id: SessionID(row, "sid"), token: row["token"], host: row["host"], bootID: row["boot_id"],
      processID: row["pid"], processStartTime: row["process_start_time"],
      started: Timestamp(row, "started"), heartbeat: Timestamp(row, "heartbeat"),
      ended: .optional(row, "ended"))
  }
}

extension ResourceRecord {
  init(row: Row) throws {
    self.init(
      id: ResourceID(row, "rid"),
      description: ResourceDescription(
        type: row["type"], name: row["name"], host: row["host"], device: row["device"],
        memory: row["memory"], slot: row["slot"]),
      status: try ResourceStatus(row, "status"), holder: .optional(row, "holder"),
      isEnabled: row["enabled"])
  }
}

extension ExperimentRecord {
  init(row: Row) throws {
    let labels = try JSONValue(row, "labels")
    guard case .array(let elements) = labels else {
      throw TrackingError(.corrupt, "The labels in the database are not a list.")
    }
    self.init(
      id: ExperimentID(row, "eid"), user: row["user"], name: row["name"],
      status: try ExperimentStatus(row, "status"), goal: try OptimizationGoal(row, "goal"),
      labels: elements.compactMap(\.text), configuration: try JSONValue(row, "configuration"),
      searchSpace: try JSONValue(row, "search_space"),
      seed: (row["seed"] as Int64?).map(UInt64.init(bitPattern:)),
      created: Timestamp(row, "created"), started: .optional(row, "started"),
      ended: .optional(row, "ended"), endReason: row["end_reason"],
      errorMessage: row["error_message"],
      session: .optional(row, "sid"))
  }
}

extension JobRecord {
  init(row: Row) throws {
    guard let parameters = ParameterSet(try JSONValue(row, "parameters")) else {
      throw TrackingError(.corrupt, "The parameters of a job are not an object of scalars.")
    }
    self.init(
      id: JobID(row, "jid"), experiment: ExperimentID(row, "eid"), number: row["number"],
      recommendation: (row["recommendation"] as String?).map(RecommendationID.init(json:)),
      parameters: parameters, status: try JobStatus(row, "status"), score: row["score"],
      started: Timestamp(row, "started"), ended: .optional(row, "ended"),
      outcomeNumber: row["outcome_number"], attempts: row["attempts"])
  }
}

extension OpenJob {
  init(row: Row) throws {
    self.init(
      job: try JobRecord(row: row), failedAttempts: row["failed_attempts"],
      failedResources: Set(try resourceList(row, "failed_resources")))
  }
}

/// Reads a JSON list of the ids of resources.
private func resourceList(_ row: Row, _ column: String) throws -> [ResourceID] {
  guard case .array(let elements) = try JSONValue(row, column) else { return [] }
  return elements.compactMap { element in
    if case .integer(let id) = element { ResourceID(rawValue: id) } else { nil }
  }
}

extension AttemptRecord {
  init(row: Row) throws {
    self.init(
      id: AttemptID(row, "jaid"), job: JobID(row, "jid"), number: row["number"],
      status: try AttemptStatus(row, "status"), session: SessionID(row, "sid"),
      started: Timestamp(row, "started"), ended: .optional(row, "ended"),
      ending: AttemptEnding(
        exitCode: row["exit_code"], signal: row["signal"], error: row["error"]),
      processGroup: ProcessGroup(row: row), logPath: row["log_path"],
      resources: try resourceList(row, "resources").sorted())
  }
}

extension ProcessGroup {
  init?(row: Row) {
    guard let id: Int = row["process_group"] else { return nil }
    self.init(id: id, startTime: row["process_start_time"])
  }
}

extension IntermediateResultRecord {
  init(row: Row) {
    self.init(
      id: IntermediateResultID(row, "irid"), job: JobID(row, "jid"),
      attempt: AttemptID(row, "jaid"), number: row["number"], score: row["score"],
      time: Timestamp(row, "received"))
  }
}

extension MultipleResultRecord {
  init(row: Row) {
    self.init(
      id: MultipleResultID(row, "mrid"), job: JobID(row, "jid"), attempt: AttemptID(row, "jaid"),
      intermediateResult: .optional(row, "irid"), set: row["set_number"], label: row["label"],
      order: row["label_order"], value: row["value"], time: Timestamp(row, "received"),
      isLastResult: row["is_last_result"])
  }
}
