import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization
import Testing

@Suite("Guide: Handler", .timeLimit(.minutes(5)))
struct HandlerGuideTests {
  /// Notes each method by its name, and throws in some.
  struct Noting: Handler {
    struct Failure: Error {}
    let name: String
    let lines: Lines
    var failsIn: Set<String> = []

    private func note(_ method: String) throws {
      lines.add("\(name)\(method)")
      if failsIn.contains(method) { throw Failure() }
    }

    func startup(context: Context) async throws { try note("startup") }
    func shutdown(context: Context) async throws { try note("shutdown") }
    func startAutoML(context: Context) async throws { try note("start_automl") }
    func endAutoML(context: Context) async throws { try note("end_automl") }
    func startJob(context: Context) async throws { try note("start_job") }
    func endJob(context: Context) async throws { try note("end_job") }
    func searchSpaceAvailable(context: Context) async throws {
      try note("search_space_available")
    }
    func recommendationsAvailable(context: Context) async throws {
      try note("recommendations_available")
    }
  }

  static let methods = ["startup"] + WorkflowEvent.allCases.map(\.rawValue) + ["shutdown"]

  let fixture: WorkflowFixture
  let lines = Lines()

  init() async throws { fixture = try await WorkflowFixture() }

  @Test("startup is in the order of the chain, shutdown in reverse order")
  func order() async throws {
    let chain = ["a ", "b ", "c "].map { Noting(name: $0, lines: lines) }
    _ = try await fixture.runGuide(handlers: chain)
    #expect(lines.all.prefix(3) == ["a startup", "b startup", "c startup"])
    #expect(lines.all.suffix(3) == ["c shutdown", "b shutdown", "a shutdown"])
  }

  @Test("The six events come in the guide's order")
  func events() async throws {
    _ = try await fixture.runGuide(handlers: [Noting(name: "", lines: lines)])
    #expect(
      lines.all == [
        "startup", "start_automl", "search_space_available", "recommendations_available",
        "start_job", "end_job", "recommendations_available", "end_automl", "shutdown",
      ])
  }

  @Test("EventType: the events have the guide's names")
  func names() {
    #expect(
      Set(WorkflowEvent.allCases.map(\.rawValue)) == [
        "start_automl", "end_automl", "start_job", "end_job", "search_space_available",
        "recommendations_available",
      ])
  }

  @Test("start_job and end_job are given the job's context, all others the main one")
  func contexts() async throws {
    struct Heard: Sendable {
      let event: WorkflowEvent
      let context: Context
    }
    let main = Context()
    let heard = Mutex<[Heard]>([])
    let listener = Listener { event, context in
      heard.withLock { $0.append(Heard(event: event, context: context)) }
    }
    _ = try await fixture.runGuide(GuideController(2), handlers: [listener], context: main)
    let all = heard.withLock { $0 }
    for one in all {
      let isJob = [.startJob, .endJob].contains(one.event)
      #expect((one.context === main) == !isJob, "\(one.event)")
    }
    let starts = all.filter { $0.event == .startJob }.map { ObjectIdentifier($0.context) }
    let ends = all.filter { $0.event == .endJob }.map { ObjectIdentifier($0.context) }
    #expect(starts == ends)
    #expect(Set(starts).count == 2)
  }

  @Test("What start_job puts into the job's context is there at end_job")
  func jobState() async throws {
    let key = try ContextKey<Int>("StatsHandler.jobStartTime")
    let found = Mutex<[Int?]>([])
    let listener = Listener { event, context in
      if event == .startJob { context[key] = 42 }
      if event == .endJob { found.withLock { $0.append(context[key]) } }
    }
    _ = try await fixture.runGuide(GuideController(3), handlers: [listener])
    #expect(found.withLock { $0 } == [42, 42, 42])
  }

  /// What can become of a job after its start.
  enum Fate: CaseIterable, Sendable { case score, failure, exception, cancelled, handler }

  @Test("If start_job was called, end_job is called, whatever happens", arguments: Fate.allCases)
  func guarantee(_ fate: Fate) async throws {
    struct Broken: Error {}
    let executor = GuideExecutor { _, context in
      switch fate {
      case .score, .handler: return 1
      case .failure: throw JobFailure(.exit, "no")
      case .exception: throw Broken()
      case .cancelled:
        context.stopWork("now")
        try await Task.sleep(for: .seconds(3600))
        return 1
      }
    }
    let noting = Noting(name: "", lines: lines, failsIn: fate == .handler ? ["start_job"] : [])
    _ = try await fixture.runGuide(GuideController(1), executor, handlers: [noting])
    #expect(lines.all.filter { $0.hasSuffix("_job") } == ["start_job", "end_job"])
    #expect(lines.all.suffix(2) == ["end_automl", "shutdown"])
  }

  @Test(
    "A handler that throws is contained, and reported as an exception of the context",
    arguments: methods)
  func containment(_ method: String) async throws {
    let context = Context()
    let summary = try await fixture.runGuide(
      handlers: [
        Noting(name: "a ", lines: lines, failsIn: [method]), Noting(name: "b ", lines: lines),
      ], policy: .continueAfterJobException, context: context)
    #expect(summary.finishedJobs == 1)
    let count = lines.all.count { $0 == "a \(method)" }
    #expect(lines.all.count { $0 == "b \(method)" } == count)
    #expect(context.exceptions.count == count)
    #expect(context.exceptions.first?.contains("Noting failed in \(method)") == true)
  }

  @Test("A handler that throws stops the workflow, as the guide has it")
  func stops() async throws {
    let noting = Noting(name: "", lines: lines, failsIn: ["end_job"])
    let summary = try await fixture.runGuide(GuideController(1, refined: 99), handlers: [noting])
    #expect(summary.status == .failed)
    #expect(lines.all.count { $0 == "start_job" } == 1)
    #expect(lines.all.suffix(2) == ["end_automl", "shutdown"])
  }

  @Test("fire_event invokes every handler of the list in order")
  func fire() async throws {
    let context = Context()
    let chain = HandlerChain(handlers: [
      Noting(name: "a ", lines: lines, failsIn: ["end_automl"]), Noting(name: "b ", lines: lines),
    ])
    await chain.fire(.endAutoML, context: context)
    #expect(lines.all == ["a end_automl", "b end_automl"])
    #expect(context.exceptions.count == 1)
    await HandlerChain(handlers: []).fire(.startJob, context: context)
  }

  @Test("handle_event calls the method of the event's name", arguments: WorkflowEvent.allCases)
  func dispatch(_ event: WorkflowEvent) async throws {
    try await Noting(name: "", lines: lines).handle(event, context: Context())
    #expect(lines.all == [event.rawValue])
  }

  @Test("A handler that overrides handle_event gets every event itself")
  func override() async throws {
    let listener = Listener { [lines] event, _ in lines.add(event.rawValue) }
    _ = try await fixture.runGuide(handlers: [listener])
    #expect(Set(lines.all) == Set(WorkflowEvent.allCases.map(\.rawValue)))
  }

  @Test("Every method may be left out", arguments: WorkflowEvent.allCases)
  func optional(_ event: WorkflowEvent) async throws {
    struct Empty: Handler {}
    try await Empty().startup(context: Context())
    try await Empty().handle(event, context: Context())
    try await Empty().shutdown(context: Context())
  }
}
