import AutoMLModel
import Synchronization
import Testing

@testable import AutoMLWorkflow

@Suite("Context")
struct ContextTests {
  @Test("A property is what was set, and the default when nothing was")
  func properties() throws {
    let context = Context()
    let key = try ContextKey<Int>("answer")
    #expect(context[key] == nil)
    #expect(context[key, default: 7] == 7)
    context[key] = 42
    #expect(context[key, default: 7] == 42)
  }

  @Test("Keys that begin with an underscore are refused", arguments: ["_", "_score", "_mine"])
  func reserved(name: String) {
    #expect(throws: ContextKeyError.reserved(name)) { try ContextKey<Int>(name) }
    #expect(throws: ContextKeyError.empty) { try ContextKey<Int>("") }
  }

  @Test("An update is one step also among many tasks")
  func update() async throws {
    let context = Context()
    let key = try ContextKey<Int>("count")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask { context.update(key) { $0 = ($0 ?? 0) + 1 } }
      }
    }
    #expect(context[key] == 100)
  }

  @Test("What a job's context reports reaches the main one; the first stop message is kept")
  func reports() {
    let main = Context()
    let job = Context(parent: main)
    let calls = Mutex(0)
    main.listen { calls.withLock { $0 += 1 } }
    job.exceptionOccurred("broken")
    job.stopWork("enough")
    main.stopWork("later")
    #expect(main.exceptions == ["broken"])
    #expect(main.isStopAsked && job.isStopAsked)
    #expect(job.stopMessage == "enough")
    #expect(calls.withLock { $0 } == 3)
  }
}

@Suite("Handler chain")
struct HandlerChainTests {
  struct Broken: Handler {
    struct Failure: Error {}
    func startAutoML(context: Context) async throws { throw Failure() }
  }

  final class Recorder: Handler {
    let name: String
    let lines: Lines
    init(_ name: String, _ lines: Lines) {
      self.name = name
      self.lines = lines
    }
    func startup(context: Context) async throws { lines.add("\(name) up") }
    func shutdown(context: Context) async throws { lines.add("\(name) down") }
    func handle(_ event: WorkflowEvent, context: Context) async throws {
      lines.add("\(name) \(event.rawValue)")
    }
  }

  @Test("Startup is in order, shutdown in reverse order")
  func order() async {
    let lines = Lines()
    let chain = HandlerChain(handlers: [Recorder("a", lines), Recorder("b", lines)])
    await chain.startup(context: Context())
    await chain.shutdown(context: Context())
    #expect(lines.all == ["a up", "b up", "b down", "a down"])
  }

  @Test("A handler that throws is reported and does not stop the others")
  func containment() async {
    let lines = Lines()
    let context = Context()
    let chain = HandlerChain(handlers: [Broken(), Recorder("b", lines)])
    await chain.fire(.startAutoML, context: context)
    #expect(lines.all == ["b start_automl"])
    #expect(context.exceptions.first?.contains("Broken") == true)
  }
}

/// Lines that were noted, in order.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}
