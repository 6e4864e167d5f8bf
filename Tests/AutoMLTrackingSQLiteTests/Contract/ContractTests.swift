import AutoMLProcessTestKit
import AutoMLTrackingSQLite
import AutoMLTrackingTestKit
import Testing

@Suite(.timeLimit(.minutes(3))) struct ContractTests {
  @Test(arguments: ConnectorContract.allCases)
  func `The SQLite connector keeps its promise`(_ promise: ConnectorContract) async throws {
    try await verify(promise, with: .full)
  }

  @Test(arguments: ConnectorContract.allCases)
  func `Without syncs the same promise holds`(_ promise: ConnectorContract) async throws {
    try await verify(promise, with: .normal)
  }

  private func verify(
    _ promise: ConnectorContract, with durability: SQLiteConfiguration.Durability
  ) async throws {
    let fixture = try SQLiteFixture(durability: durability)
    do {
      try await promise.verify(on: fixture)
    } catch {
      Issue.record(error)
    }
    try await fixture.tearDown()
    try expectSound(fixture.path)
  }

  @Test func `No two promises have one name`() {
    let names = ConnectorContract.allCases.map(\.id)
    #expect(Set(names).count == names.count)
  }
}
