import AutoMLSweep
import Testing

/// A row of the table of observed behaviour that takes several steps, by its id there.
struct SweeperRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  private let steps: @Sendable (SweepScene) async throws -> Void

  init(_ id: String, _ steps: @escaping @Sendable (SweepScene) async throws -> Void) {
    testDescription = id
    self.steps = steps
  }

  /// Takes the steps on a database file of their own.
  func run() async throws {
    let scene = try SweepScene()
    try await steps(scene)
    try await scene.close()
  }
}

@Suite("A sweeper, as observed", .timeLimit(.minutes(2)))
struct SweeperRowTests {
  @Test("knows its combinations", arguments: SweeperRow.opening)
  func opening(_ row: SweeperRow) async throws { try await row.run() }

  @Test("hands out what remains", arguments: SweeperRow.taking)
  func taking(_ row: SweeperRow) async throws { try await row.run() }

  @Test("keeps states apart", arguments: SweeperRow.marking)
  func marking(_ row: SweeperRow) async throws { try await row.run() }

  @Test("begins again", arguments: SweeperRow.runs)
  func runs(_ row: SweeperRow) async throws { try await row.run() }

  @Test("sees what others do", arguments: SweeperRow.sharing)
  func sharing(_ row: SweeperRow) async throws { try await row.run() }

  @Test("loses nothing but what is damaged", arguments: SweeperRow.damage)
  func damage(_ row: SweeperRow) async throws { try await row.run() }

  @Test("hands out each once to all that drain it", arguments: SweeperRow.draining)
  func draining(_ row: SweeperRow) async throws { try await row.run() }
}
