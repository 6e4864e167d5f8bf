import AutoMLModel
import AutoMLScheduling
import Foundation
import Testing

@testable import AutoMLWorkflow

@Suite("Notifier", .timeLimit(.minutes(5)))
struct NotifierTests {
  let fixture: WorkflowFixture
  let made: HandMade
  let folder: Folder
  let lines = Lines()

  init() async throws {
    fixture = try await WorkflowFixture()
    made = HandMade(fixture)
    folder = try Folder()
  }

  /// A command that is a script of the folder.
  func command(_ script: String, timeLimit: Duration? = nil) throws -> ProcessCommand {
    ProcessCommand(
      executable: try folder.script(script), environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: folder.path, gracePeriod: .milliseconds(10), timeLimit: timeLimit)
  }

  /// The end of a job.
  func ended(_ number: Int, _ status: OutcomeStatus, willRetry: Bool = false) throws -> Context {
    let context = try made.job(number)
    context[.jobStatus] = status
    context[.willRetry] = willRetry
    return context
  }

  @Test("A command is told of begin, end and failed jobs, in order, on its standard input")
  func defaults() async throws {
    let notifier = NotifierHandler(command: try command("cat >> told"), time: WallTime())
    try await notifier.handle(.startAutoML, context: made.main)
    try await notifier.handle(.searchSpaceAvailable, context: made.main)
    try await notifier.handle(.startJob, context: try made.job(0))
    try await notifier.handle(.endJob, context: try ended(0, .ok))
    try await notifier.handle(.endJob, context: try ended(1, .error, willRetry: true))
    try await notifier.handle(.endJob, context: try ended(2, .error))
    try await notifier.handle(.endJob, context: try ended(3, .exception))
    try await notifier.handle(.endJob, context: try ended(4, .unfinished))
    try await notifier.handle(.endAutoML, context: made.main)
    try await notifier.shutdown(context: made.main)
    let documents = try folder.documents("told")
    #expect(
      documents.map { $0?["event"] } == ["start_automl", "end_job", "end_job", "end_automl"])
    #expect(documents.map { $0?["number"] } == [nil, 2, 3, nil])
    let record = EventRecord(.startAutoML, context: made.main, time: WallTime().now())
    #expect(documents[0] == record.json)
  }

  @Test("Other events may be chosen")
  func chosen() async throws {
    let notifier = NotifierHandler(
      command: try command("cat >> told"), events: [.event(.endJob), .event(.startJob)])
    _ = try await fixture.run(3, handlers: [notifier]) { _, _ in 1 }
    let events = try folder.documents("told").map { $0?["event"]?.text }
    #expect(events.count == 6)
    #expect(Set(events) == ["start_job", "end_job"])
  }

  @Test("A command that fails or is not there is logged with its last words, and nothing else")
  func failing() async throws {
    let logger = LogCatcher.logger(lines)
    var missing = try command("echo no such address >&2; exit 7")
    let failing = NotifierHandler(command: missing, logger: logger)
    missing.executable = "/no/such/program"
    let summary = try await fixture.run(
      2, handlers: [failing, NotifierHandler(command: missing, logger: logger)]
    ) { _, _ in 1 }
    #expect(summary.finishedJobs == 2)
    #expect(summary.cause == nil)
    #expect(lines.all.count == 4)
    #expect(
      lines.all.count { $0.contains("exit code 7; it said: no such address") } == 2)
    #expect(lines.all.count { $0.contains("Cannot start '/no/such/program'") } == 2)
    #expect(lines.all.allSatisfy { $0.hasPrefix("warning:") })
  }

  @Test("A command that hangs is ended when its time is up, and the next event is told")
  func hanging() async throws {
    let notifier = NotifierHandler(
      command: try command(
        "cat >> told; test -e hung || { touch hung; exec sleep 3600; }",
        timeLimit: .seconds(1)), logger: LogCatcher.logger(lines))
    try await notifier.handle(.startAutoML, context: made.main)
    try await notifier.handle(.endAutoML, context: made.main)
    try await notifier.shutdown(context: made.main)
    #expect(lines.all.first?.contains("start_automl: it took longer than 1.0 seconds") == true)
    #expect(try folder.documents("told").last??["event"] == "end_automl")
  }

  @Test("A job does not wait for the command, and the end waits no longer than it may")
  func bounded() async throws {
    let notifier = NotifierHandler(
      command: try command("exec sleep 3600"), events: [.event(.startJob)], patience: .zero,
      logger: LogCatcher.logger(lines))
    let summary = try await fixture.run(5, handlers: [notifier]) { _, _ in 1 }
    #expect(summary.finishedJobs == 5)
    #expect(notifier.droppedEvents == 4)
    #expect(lines.all.contains { $0.contains("the workflow was over before it ended") })
    #expect(lines.all.last?.contains("4 events were not told") == true)
  }

  @Test("The end does not wait for the command when it is cancelled")
  func cancelled() async throws {
    let notifier = NotifierHandler(
      command: try command("exec sleep 3600"), patience: .seconds(3_600),
      logger: LogCatcher.logger(lines))
    try await notifier.handle(.startAutoML, context: made.main)
    try await notifier.handle(.endAutoML, context: made.main)
    let end = Task { try await notifier.shutdown(context: made.main) }
    end.cancel()
    try await end.value
    #expect(lines.all.contains { $0.contains("the workflow was over before it ended") })
    #expect(lines.all.last?.contains("1 event was not told") == true)
  }

  @Test("When too many events wait, the oldest of jobs are dropped, and their number is told")
  func overflow() async throws {
    let notifier = NotifierHandler(
      command: try command("cat >> told; while ! test -e go; do sleep 0.01; done"),
      events: [.event(.startAutoML), .event(.startJob), .event(.endAutoML)], capacity: 3,
      logger: LogCatcher.logger(lines))
    try await notifier.handle(.startAutoML, context: made.main)
    // The first is being told from here on.
    while !FileManager.default.fileExists(atPath: folder.file("told")) {
      try await Task.sleep(for: .milliseconds(5))
    }
    for number in 0..<6 {
      try await notifier.handle(.startJob, context: try made.job(number))
    }
    try await notifier.handle(.endAutoML, context: made.main)
    #expect(notifier.droppedEvents == 4)
    #expect(lines.all.count { $0.contains("too slow") } == 1)
    try Data().write(to: URL(filePath: folder.file("go")))
    try await notifier.shutdown(context: made.main)
    #expect(try folder.documents("told").map { $0?["number"] } == [nil, 4, 5, nil])
    #expect(lines.all.last?.contains("4 events were not told") == true)
  }
}

@Suite("Notification queue")
struct NotificationQueueTests {
  /// A record of an event.
  func record(_ event: WorkflowEvent, _ number: Int64 = 0) -> EventRecord {
    EventRecord(event, context: Context(), time: Timestamp(microseconds: number))
  }

  @Test("Somebody begins to tell when there is something and nobody does")
  func draining() {
    var queue = NotificationQueue(capacity: 2)
    let changes = [
      queue.add(record(.startAutoML)), queue.add(record(.startJob)),
    ]
    #expect(changes.map(\.beginsDraining) == [true, false])
    let told = [queue.next(), queue.next(), queue.next()].map { $0?.event }
    #expect(told == [.startAutoML, .startJob, nil])
    let again = queue.add(record(.endAutoML))
    #expect(again.beginsDraining)
  }

  @Test("Events of which there is one each are never dropped")
  func single() {
    var queue = NotificationQueue(capacity: 1)
    var dropsFirst: [Bool] = []
    for event in [
      WorkflowEvent.startAutoML, .searchSpaceAvailable, .startJob, .endJob, .endAutoML,
    ] {
      dropsFirst.append(queue.add(record(event)).dropsFirst)
    }
    #expect(dropsFirst == [false, false, true, false, false])
    #expect(queue.dropped == 2)
    let told = (0..<3).map { _ in queue.next()?.event }
    #expect(told == [.startAutoML, .searchSpaceAvailable, .endAutoML])
  }
}
