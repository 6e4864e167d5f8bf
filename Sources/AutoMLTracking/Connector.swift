/// The single interface between the workflow engine and the record of what happened.
///
/// A connector is used from many tasks at once, and by many processes on the same store at once.
/// Every method is one transaction: it happens whole or not at all, and what it acknowledged
/// survives a crash of the process and, by default, of the machine. A method that throws has left
/// no trace. Cancelling the task that called a method changes nothing: what it was asked to record
/// is recorded, so that the end of cancelled work can be. Methods on a closed connector throw
/// ``TrackingError`` `.closed` at once.
///
/// A connector that takes resources or starts anything does so on behalf of its *session*, which
/// it registers by itself at the first such call and ends when it is closed. A session that ends
/// without closing is found by ``recover()``.
///
/// A session can be declared dead while it lives, when it gave no sign of life for too long. Its
/// attempts are LOST then and its resources may be in other hands, and every later call that
/// needs the session throws ``TrackingError`` `.illegalTransition(from: "ENDED", to: "RUNNING")`;
/// whoever wants to go on opens the store again.
public protocol Connector: ResourceStore, ExperimentStore, JobStore, ResultStore, SweepStore {
  /// Ends the session and releases the store; a second call does nothing.
  ///
  /// The session's resources are freed, its running attempts become LOST, and its running
  /// experiments STOPPED, exactly as if it had died.
  ///
  /// - Throws: ``TrackingError`` when the session's end cannot be recorded; the connector is
  ///   closed all the same, and recovery will find the session.
  func close() async throws

  /// Whether the connector has been closed.
  var isClosed: Bool { get }

  /// The caller's session, registered now if it is not yet.
  func session() async throws -> SessionRecord

  /// All sessions by id.
  ///
  /// - Parameter live: Only those that have not ended.
  func sessions(live: Bool) async throws -> [SessionRecord]

  /// Gives a sign of life for the caller's session.
  ///
  /// This is also where a long run learns that its work is for nothing.
  ///
  /// - Throws: ``TrackingError`` `.illegalTransition(from: "ENDED", to: "RUNNING")` when somebody
  ///   has declared the session dead, and `.cannotOpen` when the store was removed or replaced
  ///   while it was in use: what this connector writes is then seen by nobody else.
  func heartbeat() async throws

  /// Finds sessions that are surely dead and mends what they left behind.
  ///
  /// Their orphaned processes on this host are ended first, then their RUNNING attempts become
  /// LOST, their jobs PENDING, their resources free, their experiments STOPPED with a message, and
  /// the combinations that they had in progress wait to be taken again.
  /// No score is invented, no living session is touched, and a second call changes nothing.
  func recover() async throws -> RecoveryReport
}
