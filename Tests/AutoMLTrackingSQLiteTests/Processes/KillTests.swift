import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5))) struct KillTests {
  @Test(arguments: [UInt64(1), 2])
  func `Killing at any moment loses nothing that was acknowledged`(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path()
    var generator = SeededGenerator(seed: seed)
    let store = try await openStore(at: path)
    _ = try await store.addResources((0..<4).map { ResourceDescription(type: "gpu", device: $0) })
    try await store.close()
    var facts = 0
    for round in 0..<60 {
      facts += try await killRound(round, path, seed: seed, &generator)
    }
    #expect(facts > 2_000)
  }

  @Test func `Killing a process that creates a store leaves one that opens, or none`() async throws
  {
    var generator = SeededGenerator(seed: 3)
    var unfinished = 0
    for _ in 0..<60 {
      let folder = try TemporaryFolder()
      let path = folder.path()
      let command = try Command([ProbeProcess.Program.trackingProbe.path, "open", path])
      let moment = ContinuousClock.now.advanced(
        by: .microseconds(Int.random(in: 0..<25_000, using: &generator)))
      while ContinuousClock.now < moment {}
      kill(command.id, SIGKILL)
      if command.wait() == -SIGKILL { unfinished += 1 }
      let store = try await openStore(at: path)
      #expect(try await store.check().isEmpty)
      _ = try await store.addResources([ResourceDescription(type: "gpu", device: 0)])
      try await store.close()
    }
    #expect(unfinished > 10)
  }

  /// Lets two processes work, kills them one after the other, and looks at what is left.
  private func killRound(
    _ round: Int, _ path: String, seed: UInt64, _ generator: inout SeededGenerator
  ) async throws -> Int {
    var facts = Facts()
    let probes = try (0..<2).map {
      try ProbeProcess("churn", path, "\(seed * 10_000 + UInt64(round * 2 + $0))", "2")
    }
    for probe in probes {
      for _ in 0..<Int.random(in: 1..<80, using: &generator) {
        guard let line = await probe.line() else { break }
        facts.learn(line)
      }
      let moment = ContinuousClock.now.advanced(
        by: .microseconds(Int.random(in: 0..<3_000, using: &generator)))
      while ContinuousClock.now < moment {}
      await probe.kill()
      #expect(probe.status == -SIGKILL)
    }
    for probe in probes { for line in await probe.remainingLines() { facts.learn(line) } }
    #expect(facts.problems.isEmpty)
    let count = facts.count
    try expectSound(path)
    let store = try await openStore(at: path)
    _ = try await store.recover()
    #expect(try await store.recover().isEmpty)
    #expect(try await store.sessions(live: true).isEmpty)
    #expect(try await store.resources().allSatisfy { $0.status == .free })
    let active = ExperimentFilter(statuses: [.running, .stopRequested])
    #expect(try await store.experiments(active).isEmpty)
    try await facts.expectKept(in: store)
    #expect(try await store.check().isEmpty)
    try await store.close()
    try expectSound(path)
    return count
  }

  @Test func `The processes of a killed engine are ended before their GPU is free`() async throws {
    let folder = try TemporaryFolder()
    let store = try await openStore(at: folder.path())
    let gpu = try await store.addResources([ResourceDescription(type: "gpu", device: 0)])[0]
    let engine = try ProbeProcess("orphan", folder.path(), "\(gpu)")
    let words = try #require(await engine.line()).split(separator: " ")
    let child = try #require(Int32(words[1]))
    let job = JobID(rawValue: try #require(Int64(words[5])))
    #expect(try await store.recover().isEmpty)
    #expect(kill(child, 0) == 0)
    await engine.kill()
    let report = try await store.recover()
    #expect(report.endedProcesses.contains(Int(child)))
    #expect(report.freedResources == [gpu])
    #expect(report.pendingJobs == [job])
    // Nobody may have reaped it yet: gone or a zombie.
    let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
    #expect(state == nil || state?.contains(") Z ") == true)
    try await store.close()
  }
}
