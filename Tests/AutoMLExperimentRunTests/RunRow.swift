import Testing

/// A row of the tables of observed behaviour that runs `experiment-probe`, by its id there.
struct RunRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  private let steps: @Sendable (ProbeFolder) async throws -> Void

  init(_ id: String, _ steps: @escaping @Sendable (ProbeFolder) async throws -> Void) {
    testDescription = id
    self.steps = steps
  }

  /// Takes the steps in a folder of their own.
  func run() async throws { try await steps(ProbeFolder()) }
}

@Suite("A program that is an experiment, as observed", .timeLimit(.minutes(5)))
struct RunRowTests {
  @Test("goes through its stages", arguments: RunRow.stages)
  func stages(_ row: RunRow) async throws { try await row.run() }

  @Test("has a directory that can be given", arguments: RunRow.directories)
  func directories(_ row: RunRow) async throws { try await row.run() }

  @Test("keeps its output", arguments: RunRow.output)
  func output(_ row: RunRow) async throws { try await row.run() }

  @Test("refuses a wrong command line with the usage on standard error", arguments: RunRow.usage)
  func usage(_ row: RunRow) async throws { try await row.run() }
}
