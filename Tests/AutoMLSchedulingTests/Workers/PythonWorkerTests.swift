import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("The worker in Python", .timeLimit(.minutes(5)))
struct PythonWorkerTests {
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL
  static let script = package.appending(path: "Examples/scheduler/worker.py")

  @Test("computes, fails and prints as a worker does")
  func conversation() async throws {
    try await PoolFixture.with(command: ["python3", Self.script.path]) { fixture async throws in
      #expect(try await fixture.call(TestFunctions.double, 21) == 42)
      let norm = Function<[Double], Double>("norm") { _ in throw TestFault() }
      #expect(try await fixture.call(norm, [3, 4]) == 5)
      await #expect(throws: ComputeError.thrown(type: "KeyError", message: "'nobody'")) {
        _ = try await fixture.call(ProbeFunctions.nobody, 1)
      }
      await #expect(throws: ComputeError.self) { _ = try await fixture.call(norm, [1e308, 1e308]) }
      #expect(try await fixture.call(TestFunctions.double, 1) == 2)
      #expect(fixture.processes.count == 1)
    }
  }

  @Test("prints to the host, not into its answers")
  func prints() async throws {
    let path = Self.script.deletingLastPathComponent().path
    let program = """
      import sys; sys.path.insert(0, "\(path)"); import worker
      worker.FUNCTIONS["print"] = lambda text: len(text) if print(text) is None else 0
      worker.main()
      """
    try await PoolFixture.with(command: ["python3", "-B", "-c", program]) { fixture async throws in
      for number in 0..<10 {
        #expect(try await fixture.call(ProbeFunctions.print, "hello", as: "w\(number)") == 5)
      }
      for number in 0..<10 { #expect(fixture.printed.text(at: "w\(number)") == "hello\n") }
    }
  }

  @Test("is the one that the protocol's page shows")
  func page() throws {
    let page = try String(
      contentsOf: Self.package.appending(path: "docs/worker-protocol.md"), encoding: .utf8)
    let script = try String(contentsOf: Self.script, encoding: .utf8)
    #expect(page.contains("```python\n\(script)```"))
  }
}
