import AutoMLModel
import AutoMLWorkflow
import Foundation
import Testing

@Suite("Event log")
struct EventLogTests {
  let fixture: WorkflowFixture
  let made: HandMade
  let folder: Folder

  init() async throws {
    fixture = try await WorkflowFixture()
    made = HandMade(fixture)
    folder = try Folder()
  }

  @Test("Each event is a line behind those that are there; startup and shutdown are none")
  func appended() async throws {
    for _ in 0..<2 {
      let log = try EventLogHandler(path: folder.file("events"), time: WallTime())
      let chain = HandlerChain(handlers: [log])
      await chain.startup(context: made.main)
      await chain.fire(.startAutoML, context: made.main)
      await chain.fire(.startJob, context: try made.job(0))
      await chain.shutdown(context: made.main)
    }
    let events = try folder.documents("events").map { $0?["event"] }
    #expect(events == ["start_automl", "start_job", "start_automl", "start_job"])
  }

  @Test("Events that come from many tasks at once are whole lines, and none is lost")
  func concurrent() async throws {
    let logs = [
      try EventLogHandler(path: folder.file("events")),
      try EventLogHandler(path: folder.file("events")),
    ]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        let context = try made.job(number % 10, attempt: number)
        group.addTask { try await logs[number % 2].handle(.startJob, context: context) }
      }
      try await group.waitForAll()
    }
    let attempts = try folder.documents("events").map { $0?["attempt"]?.double }
    #expect(Set(attempts) == Set((0..<200).map(Double.init)))
    #expect(attempts.count == 200)
  }

  @Test("The events of a workflow are in order, every start of a job before its end")
  func workflow() async throws {
    let log = try EventLogHandler(path: folder.file("events"))
    let workers = WorkerPlan.fixed([WorkerConfiguration("A"), WorkerConfiguration("B")])
    let summary = try await fixture.run(
      8, workers: workers, policy: .continueAfterJobException, handlers: [log]
    ) { number, _ in
      if number == 5 { throw JobFailure(.exit, "no") }
      return Double(number)
    }
    let documents = try folder.documents("events")
    let events = documents.map { $0?["event"]?.text }
    #expect(
      events.prefix(3) == ["start_automl", "search_space_available", "recommendations_available"])
    #expect(events.last == "end_automl")
    #expect(documents[1]?["search_space"]?["n"]?["type"] == "int")
    for number in 0..<8 {
      let own = documents.filter { $0?["number"] == .integer(Int64(number)) }
      #expect(own.map { $0?["event"] } == ["start_job", "end_job"])
      #expect(own.allSatisfy { $0?["experiment"] == .integer(summary.experiment.rawValue) })
      #expect(own.last??["status"] == (number == 5 ? "error" : "ok"))
      #expect(own.last??["score"] == (number == 5 ? .null : .number(Double(number))))
    }
  }

  @Test("A file that cannot be opened is told before anything begins")
  func unopenable() throws {
    #expect(throws: EventLogError(path: folder.path, .system(EISDIR))) {
      try EventLogHandler(path: folder.path)
    }
    let missing = folder.file("no/such/folder")
    #expect(throws: EventLogError(path: missing, .system(ENOENT))) {
      try EventLogHandler(path: missing)
    }
  }

  @Test("A database is not written into")
  func database() async throws {
    #expect(throws: EventLogError(path: fixture.path, .database)) {
      try EventLogHandler(path: fixture.path)
    }
  }

  @Test("Behind a line that is not whole a new one begins")
  func torn() async throws {
    try Data(#"{"event":"sta"#.utf8).write(to: URL(filePath: folder.file("events")))
    let log = try EventLogHandler(path: folder.file("events"))
    try await log.handle(.startAutoML, context: made.main)
    try await log.handle(.endAutoML, context: made.main)
    let documents = try folder.documents("events")
    #expect(documents.count == 3)
    #expect(documents[0] == nil)
    #expect(documents[1...].map { $0?["event"] } == ["start_automl", "end_automl"])
  }

  @Test("A named pipe is written when its reader goes on, and what it never reads is told")
  func pipe() async throws {
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: EventLogError(path: path, .noReader)) { try EventLogHandler(path: path) }
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    let lines = Lines()
    let log = try EventLogHandler(
      path: path, patience: .milliseconds(10), logger: LogCatcher.logger(lines))
    // When it is full an event goes on without its line.
    let filler = open(path, O_WRONLY | O_NONBLOCK)
    while write(filler, "\n", 1) == 1 {}
    close(filler)
    try await log.handle(.startAutoML, context: made.main)
    #expect(lines.all.first?.contains("takes no more for now") == true)
    try await log.handle(.endAutoML, context: made.main)
    try await log.shutdown(context: made.main)
    #expect(lines.all.last?.contains("events were not written") == true, "\(lines.all)")
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    var text: [UInt8] = []
    while !String(decoding: text, as: UTF8.self).contains("end_automl") {
      let count = read(reader, &bytes, bytes.count)
      if count > 0 { text += bytes.prefix(count) } else { await Task.yield() }
    }
    try await log.shutdown(context: made.main)
    #expect(lines.all.count == 2)
  }

  #if os(Linux)
    @Test("A full disk is logged once, and the workflow goes on")
    func fullDisk() async throws {
      let lines = Lines()
      let log = try EventLogHandler(path: "/dev/full", logger: LogCatcher.logger(lines))
      let summary = try await fixture.run(3, handlers: [log]) { _, _ in 1 }
      #expect(summary.finishedJobs == 3)
      #expect(summary.cause == nil)
      #expect(lines.all.count == 1)
      #expect(lines.all.first?.contains("/dev/full") == true)
    }
  #endif
}
