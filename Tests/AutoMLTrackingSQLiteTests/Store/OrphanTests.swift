import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

@Suite("The hunt for orphans")
struct OrphanTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  /// Recovers after an engine that recorded group 700, begun at 70, among some processes.
  ///
  /// - Returns: The processes that were ended.
  private func recover(
    among processes: (_ token: String) -> [ProcessEntry]
  ) async throws -> [Int] {
    let gone = try await fixture.open(process: .dead) { $0.recoversOnOpen = false }
    defer { withExtendedLifetime(gone) {} }
    let attempt = try await gone.startedJob(resources: 1).attempt
    try await gone.recordProcess(
      ProcessGroup(id: 700, startTime: 70), logPath: nil, for: attempt.attempt)
    for process in processes(try await gone.session().token) { fixture.table.add(process) }
    let store = try await fixture.open { $0.recoversOnOpen = false }
    let report = try await store.recover()
    #expect(report.sessions == [1])
    #expect(report.endedProcesses == fixture.table.killed.sorted())
    return report.endedProcesses
  }

  @Test("finds the members of a group whose leader has died")
  func leaderless() async throws {
    let ended = try await recover { _ in
      [
        ProcessEntry(id: 701, group: 700, startTime: 70, token: nil),
        ProcessEntry(id: 702, group: 700, startTime: 90, token: nil),
      ]
    }
    #expect(ended == [701, 702])
  }

  @Test("spares members of a leaderless group that cannot be the job's")
  func leaderlessStrangers() async throws {
    let ended = try await recover { _ in
      [
        ProcessEntry(id: 698, group: 700, startTime: 69, token: nil),
        ProcessEntry(id: 701, group: 700, startTime: 90, token: "of another engine"),
      ]
    }
    #expect(ended == [])
  }

  @Test("leaves a group alone when its number belongs to a later process")
  func reusedNumber() async throws {
    let ended = try await recover { _ in
      [
        ProcessEntry(id: 700, group: 700, startTime: 99, token: nil),
        ProcessEntry(id: 701, group: 700, startTime: 100, token: nil),
      ]
    }
    #expect(ended == [])
  }

  @Test("spares the caller's ancestors, which may be orphans themselves")
  func ancestors() async throws {
    // A job's shell 700 | 701 runs this program, 100, by way of 702.
    fixture.table.remove(100)
    let ended = try await recover { token in
      [
        ProcessEntry(id: 100, group: 100, parent: 702, startTime: 5, token: token),
        ProcessEntry(id: 702, group: 700, parent: 701, startTime: 72, token: token),
        ProcessEntry(id: 701, group: 700, parent: 1, startTime: 71, token: token),
        ProcessEntry(id: 700, group: 700, parent: 1, startTime: 70, token: token),
        ProcessEntry(id: 703, group: 700, parent: 701, startTime: 73, token: nil),
        ProcessEntry(id: 1, group: 1, parent: 0, startTime: 0, token: token),
      ]
    }
    #expect(ended == [700, 703])
  }

  @Test("knows the parents of the processes of Linux")
  func parents() throws {
    let table = LinuxProcessTable()
    let own = try #require(table.processes().first { $0.id == table.identity().processID })
    #expect(own.parent == Int(getppid()))
  }
}
