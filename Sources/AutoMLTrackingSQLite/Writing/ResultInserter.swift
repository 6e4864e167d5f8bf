import AutoMLModel
import AutoMLQueries
import GRDB

/// Keeps numbers of running jobs: the one write that happens thousands of times a second.
///
/// Finding the place and filling it are two statements, because one that reads the table it
/// inserts into, or returns the id, makes SQLite build a temporary table each time; together they
/// take half the time. Both belong to one transaction, so that nothing comes between them.
struct ResultInserter {
  private let find: DirectStatement
  private let wantedJob: DirectStatement.Parameter
  private let now: DirectStatement.Parameter

  private let insert: DirectStatement
  private let attempt: DirectStatement.Parameter
  private let job: DirectStatement.Parameter
  private let number: DirectStatement.Parameter
  private let score: DirectStatement.Parameter
  private let received: DirectStatement.Parameter

  init(_ db: Database) throws {
    find = try DirectStatement(.findNextPlace, db)
    wantedJob = find.parameter(":jid")
    now = find.parameter(":now")
    insert = try DirectStatement(.insertIntermediateResult, db)
    attempt = insert.parameter(":jaid")
    job = insert.parameter(":jid")
    number = insert.parameter(":number")
    score = insert.parameter(":score")
    received = insert.parameter(":received")
  }

  /// Keeps a number under the next place of the running attempt at a job.
  ///
  /// - Returns: The result and the attempt, or nil when no attempt at the job is running.
  func insert(
    _ value: Double, for id: JobID, at time: Timestamp
  ) throws -> (result: IntermediateResultID, attempt: AttemptID)? {
    try find.bind(id.rawValue, to: wantedJob)
    try find.bind(time.microseconds, to: now)
    let place = try find.firstRow { row in (attempt: row[0], number: row[1], received: row[2]) }
    guard let place else { return nil }
    try insert.bind(place.attempt, to: attempt)
    try insert.bind(id.rawValue, to: job)
    try insert.bind(place.number, to: number)
    try insert.bind(value, to: score)
    try insert.bind(place.received, to: received)
    return (
      IntermediateResultID(rawValue: try insert.insertRow()), AttemptID(rawValue: place.attempt)
    )
  }
}
