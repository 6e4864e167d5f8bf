import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import GRDB
import Testing

@Suite("Recovery")
struct RecoveryTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  /// Leaves a session behind that works on an experiment with a job on a resource.
  private func leave(
    by process: ProcessIdentity
  ) async throws -> (store: SQLiteConnector, attempt: StartedAttempt) {
    let store = try await fixture.open(process: process) { $0.recoversOnOpen = false }
    return (store, try await store.startedJob(resources: 1).attempt)
  }

  @Test("What a dead engine left is mended, once")
  func mends() async throws {
    let (gone, attempt) = try await leave(by: .dead)
    defer { withExtendedLifetime(gone) {} }
    fixture.clock.advance(by: .seconds(1))
    let store = try await fixture.open { $0.recoversOnOpen = false }
    let own = try await store.session()
    let report = try await store.recover()
    #expect(report.sessions == [1])
    #expect(report.lostAttempts == [attempt.attempt])
    #expect(report.pendingJobs == [attempt.job])
    #expect(report.freedResources == attempt.resources.map(\.id))
    #expect(report.stoppedExperiments == [1])
    #expect(try await store.recover().isEmpty)
    #expect(try await store.attempts(of: attempt.job).first?.ending.error == "its engine died")
    #expect(try await store.experiment(1).status == .stopped)
    #expect(try await store.errorMessages(of: 1).count == 1)
    #expect(try await store.sessions(live: true) == [own])
    #expect(try await store.check() == [])
  }

  @Test(
    "Which sessions are dead",
    arguments: [
      (ProcessIdentity(host: "here", bootID: "boot/1", processID: 100, startTime: 5), 999, false),
      (ProcessIdentity(host: "here", bootID: "boot/1", processID: 100, startTime: 4), 0, true),
      (ProcessIdentity(host: "here", bootID: "boot/1", processID: 7, startTime: 5), 0, true),
      (ProcessIdentity(host: "here", bootID: "old/1", processID: 100, startTime: 5), 0, true),
      (ProcessIdentity(host: "here", bootID: "boot/2", processID: 7, startTime: 5), 60, false),
      (ProcessIdentity(host: "here", bootID: "boot/2", processID: 7, startTime: 5), 61, true),
      (ProcessIdentity(host: "there", bootID: "boot/1", processID: 7, startTime: 5), 60, false),
      (ProcessIdentity(host: "there", bootID: "boot/1", processID: 7, startTime: 5), 61, true),
    ])
  func verdict(process: ProcessIdentity, silence: Int, isDead: Bool) async throws {
    let left = try await leave(by: process)
    fixture.clock.advance(by: .seconds(silence))
    let store = try await fixture.open()
    #expect(try await store.sessions(live: true).isEmpty == isDead)
    withExtendedLifetime(left) {}
  }

  @Test("The orphans of a dead engine are ended, and nobody else")
  func orphans() async throws {
    let (gone, attempt) = try await leave(by: .dead)
    let token = try await gone.session().token
    try await gone.recordProcess(
      ProcessGroup(id: 700, startTime: 70), logPath: nil, for: attempt.attempt)
    for process in [
      ProcessEntry(id: 700, group: 700, startTime: 70, token: nil),
      ProcessEntry(id: 701, group: 700, startTime: 71, token: nil),
      ProcessEntry(id: 702, group: 702, startTime: 72, token: token),
      ProcessEntry(id: 800, group: 800, startTime: 80, token: "another"),
      ProcessEntry(id: 801, group: 800, startTime: 81, token: nil),
    ] { fixture.table.add(process) }
    let store = try await fixture.open { $0.recoversOnOpen = false }
    #expect(try await store.recover().endedProcesses == [700, 701, 702])
    #expect(fixture.table.processes().map(\.id) == [100, 800, 801])
  }

  @Test("A later process under the number of a recorded group is left alone")
  func reusedGroup() async throws {
    let (gone, attempt) = try await leave(by: .dead)
    try await gone.recordProcess(
      ProcessGroup(id: 700, startTime: 70), logPath: nil, for: attempt.attempt)
    fixture.table.add(ProcessEntry(id: 700, group: 700, startTime: 99, token: nil))
    let store = try await fixture.open { $0.recoversOnOpen = false }
    #expect(try await store.recover().sessions.count == 1)
    #expect(fixture.table.killed == [])
  }

  @Test("A living session that another engine has given up is told so")
  func givenUp() async throws {
    let elsewhere = ProcessIdentity(host: "there", bootID: "b/1", processID: 7, startTime: 5)
    let (silent, attempt) = try await leave(by: elsewhere)
    fixture.clock.advance(by: .seconds(61))
    let store = try await fixture.open()
    #expect(try await store.job(attempt.job).status == .pending)
    await #expect(throws: tracking(.illegalTransition(from: "ENDED", to: "RUNNING"))) {
      try await silent.heartbeat()
    }
    try await silent.close()
    #expect(try await store.check() == [])
  }

  @Test("Two that recover at once share the work")
  func recoverTwice() async throws {
    let left = try await leave(by: .dead)
    let one = try await fixture.open { $0.recoversOnOpen = false }
    let two = try await fixture.open { $0.recoversOnOpen = false }
    async let first = one.recover()
    async let second = two.recover()
    let reports = try await [first, second]
    #expect(reports.flatMap(\.sessions).count == 1)
    #expect(try await one.errorMessages(of: 1).count == 1)
    withExtendedLifetime(left) {}
  }

  @Test("The Linux process table knows this process and ends a child")
  func linux() throws {
    let table = LinuxProcessTable()
    let own = table.identity()
    #expect(own.processID == Int(ProcessInfo.processInfo.processIdentifier))
    #expect(table.startTime(of: own.processID) == own.startTime)
    #expect(table.startTime(of: 0) == nil)
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
    child.arguments = ["60"]
    let token = "\(UUID())"
    child.environment = [SessionEnvironment.tokenVariable: token]
    try child.run()
    let found = table.processes().filter { $0.token == token }
    #expect(found.map(\.id) == [Int(child.processIdentifier)])
    table.kill(process: Int(child.processIdentifier))
    child.waitUntilExit()
    #expect(child.terminationReason == .uncaughtSignal)
    #expect(table.startTime(of: Int(child.processIdentifier)) == nil)
  }
}
