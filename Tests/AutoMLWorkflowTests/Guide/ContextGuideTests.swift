import AutoMLModel
import Synchronization
import Testing

@testable import AutoMLWorkflow

@Suite("Guide: Context")
struct ContextGuideTests {
  let fixture: WorkflowFixture

  init() async throws { fixture = try await WorkflowFixture() }

  @Test("Context.set_prop and get_prop with a default")
  func properties() throws {
    struct Anything: Hashable { let text: String }
    let context = Context()
    let key = try ContextKey<Anything>("anything")
    #expect(context[key, default: Anything(text: "none")].text == "none")
    context[key] = Anything(text: "some")
    #expect(context[key, default: Anything(text: "none")].text == "some")
    context[key] = nil
    #expect(context[key] == nil)
  }

  @Test("Context.set_prop of any object: what is got is the same object")
  func objects() throws {
    let context = Context()
    let key = try ContextKey<Lines>("object")
    let lines = Lines()
    context[key] = lines
    #expect(context[key] === lines)
  }

  @Test("Context.exception_occurred stops the workflow, whichever component reports")
  func exception() async throws {
    let summary = try await fixture.runGuide(
      GuideController(1, refined: 99),
      GuideExecutor { recommendation, context in
        if recommendation.id == 2 { context.exceptionOccurred("broken") }
        return 1
      })
    #expect(summary.cause == .exception("broken"))
    #expect(summary.status == .failed)
    #expect(summary.finishedJobs == 3)
  }

  @Test("Context.stop_work, stop_work_asked and get_stop_message; the first message is kept")
  func stopWork() {
    let context = Context()
    #expect(!context.isStopAsked)
    #expect(context.stopMessage == nil)
    context.stopWork("good enough")
    context.stopWork("too late")
    #expect(context.isStopAsked)
    #expect(context.stopMessage == "good enough")
  }

  @Test("Context.stop_work stops the workflow with its message, from a handler too")
  func stopWorkFromHandler() async throws {
    let handler = Listener { event, context in
      if event == .endJob { context.stopWork("one is enough") }
    }
    let summary = try await fixture.runGuide(GuideController(5), handlers: [handler])
    #expect(summary.cause == .stopWork("one is enough"))
    #expect(summary.finishedJobs == 1)
  }

  @Test("A job's context is its own: what one job sets, no other sees, nor the main context")
  func jobContexts() async throws {
    let key = try ContextKey<Int>("mine")
    let main = Context()
    let found = Mutex<[Int?]>([])
    let workers = [WorkerConfiguration("W1"), WorkerConfiguration("W2")]
    _ = try await fixture.runGuide(
      GuideController(6),
      GuideExecutor { recommendation, context in
        found.withLock { $0.append(context[key]) }
        context[key] = try recommendation.id.value(as: Int.self)
        return 1
      }, workers: workers, context: main)
    #expect(found.withLock { $0 } == Array(repeating: nil, count: 6))
    #expect(main[key] == nil)
  }

  @Test("A job's context hears that the workflow was asked to stop")
  func jobHearsStop() {
    let main = Context()
    let job = Context(parent: main)
    main.stopWork("enough")
    #expect(job.isStopAsked)
    #expect(job.stopMessage == "enough")
  }
}
