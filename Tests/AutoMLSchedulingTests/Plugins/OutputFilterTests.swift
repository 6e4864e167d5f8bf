import AutoMLModel
import AutoMLScheduling
import AutoMLSchedulingTestKit
import Testing

@Suite("Output filter")
struct OutputFilterTests {
  func lines(_ rules: [OutputFilter.Rule]...) async throws -> [String] {
    let notes = Sightings<String>()
    let backend = try SubprocessBackend(width: 1) { notes.add("\($1.stream) \($1.text)") }
    let task = try ScriptedTask<Int, Int>(
      sh: "echo warning: a >&2; echo note 12 >&2; echo warning: b; echo 'note: 3'; echo 4",
      on: backend, plugins: rules.map { OutputFilter($0) })
    #expect(try await task.value(1) == 4)
    return notes.all
  }

  @Test("Lines are dropped by what they hold, on one stream or both")
  func drop() async throws {
    #expect(
      try await lines([.containing("warning", .drop)]) == ["error note 12", "output note: 3"])
    #expect(
      try await lines([.containing("warning", on: [.error], .drop)])
        == ["error note 12", "output warning: b", "output note: 3"])
  }

  @Test("Lines are marked by their beginning")
  func mark() async throws {
    #expect(
      try await lines([.beginning(with: "note", .mark("> "))])
        == ["error warning: a", "error > note 12", "output warning: b", "output > note: 3"])
  }

  @Test("The first rule that matches decides, over all filters")
  func order() async throws {
    #expect(
      try await lines(
        [.containing("12", .keep), .matching("^note:?", .drop)], [.containing("", .mark("# "))])
        == ["error # warning: a", "error note 12", "output # warning: b"])
  }

  @Test("The result is never filtered")
  func result() async throws {
    #expect(try await lines([.containing("", .drop)]).isEmpty)
  }

  @Test("A pattern that is none is refused")
  func badPattern() {
    let error = #expect(throws: SchedulerError.self) {
      _ = try OutputFilter.Rule.matching("(", .drop)
    }
    guard case .invalidPattern("(", _) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "nothing") was thrown")
      return
    }
  }
}
