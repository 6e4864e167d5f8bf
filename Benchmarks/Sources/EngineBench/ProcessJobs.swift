import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import CSQLiteLoop
import CSpawnLoop
import Foundation

/// Jobs that run a script which does nothing but report a score, two at a time.
struct ProcessJobs {
  private static let width = 2
  private static let bound = 0.6

  let jobs: Int
  let rounds: Int

  func measure(_ findings: inout Findings) async throws {
    print("a script a job, two at a time, \(jobs) jobs, bound: \(Self.bound)x of C")
    let rounds = try await Scratch.withFolder { folder in
      let script = try Self.script(in: folder)
      return try await Rounds(
        self.rounds,
        [
          { try await spawnLoop(script) },
          { try await tracked(script, .full) },
          { try await tracked(script, .normal) },
          { try await untracked(script, isMarked: true) },
          { try await untracked(script, isMarked: false) },
          { try await spawnLoop("/bin/true") },
          { try await trackedInC(script, leanest: false) },
          { try await trackedInC(script, leanest: true) },
        ])
    }
    for (contestant, name) in [
      "posix_spawn and waitpid in C", "engine, FULL", "engine, NORMAL",
      "process runner alone", "process runner alone, without a mark",
      "posix_spawn and waitpid in C, /bin/true",
      "C with the same rows, FULL, and no engine", "the leanest engine in C, FULL",
    ].enumerated() {
      findings.show(
        name,
        String(format: "%10.0f/s", rounds.rate(contestant))
          + "   processor time \(rounds.processorTime(contestant))")
      if contestant == 0 { continue }
      let ratio = rounds.ratio(contestant, to: 0)
      let text = String(format: "%9.2fx", ratio)
      if contestant == 1 {
        findings.show("  beside C", text, isMet: ratio >= Self.bound)
      } else {
        findings.show("  beside C", text)
      }
    }
    findings.show(
      "engine, FULL, beside /bin/true in C", String(format: "%9.2fx", rounds.ratio(1, to: 5)))
    findings.show(
      "engine, FULL, beside C with the same rows",
      String(format: "%9.2fx", rounds.ratio(1, to: 6)))
    findings.show(
      "engine, FULL, beside the leanest in C", String(format: "%9.2fx", rounds.ratio(1, to: 7)))
  }

  /// Runs the engine once with nothing beside it, to be looked at with a profiler.
  func runOnce(_ findings: inout Findings) async throws {
    let rate = try await Scratch.withFolder { folder in
      try await tracked(try Self.script(in: folder), .full)
    }
    let rounds = try await Rounds(1, [{ rate }])
    findings.show(
      "engine, FULL, \(jobs) jobs",
      String(format: "%10.0f/s", rate.perSecond)
        + "   processor time \(rounds.processorTime(0))")
  }

  /// The shell's own echo, so that the script begins no further process.
  private static func script(in folder: String) throws -> String {
    let path = "\(folder)/no-op"
    try Data("#!/bin/sh\necho 'automl: {\"score\": 1}'\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func spawnLoop(_ program: String) async throws -> Rate {
    try await Rate.of(jobs) {
      guard spawn_loop(program, CInt(Self.width), CInt(jobs)) > 0 else {
        throw BenchError("the C loop failed")
      }
    }
  }

  /// The processes and the rows of jobs in C, without the rows of resources: the least that
  /// tracking them durably costs, alone or with the least that belongs to an engine.
  private func trackedInC(_ script: String, leanest: Bool) async throws -> Rate {
    try await Scratch.withFolder { folder in
      try await Scratch.withFolderInMemory { results in
        let (experiment, session) = try await InProcessJobs.runningExperiment(in: folder)
        let (path, jobs) = ("\(folder)/bench.db", Int64(jobs))
        var seconds = 0.0
        var rate = try await Rate.of(Int(jobs)) {
          var problem = [CChar](repeating: 0, count: 512)
          let code =
            leanest
            ? csqlite_leanest_engine(
              path, script, results, experiment.rawValue, session.rawValue, jobs, &seconds,
              &problem, CInt(problem.count))
            : csqlite_spawn_jobs(
              path, script, experiment.rawValue, session.rawValue, jobs, &seconds, &problem,
              CInt(problem.count))
          guard code == 0 else { throw BenchError("the C loop with rows failed") }
        }
        rate.perSecond = Double(jobs) / seconds
        return rate
      }
    }
  }

  /// Through the engine, with the record on a disk and the logs in memory.
  private func tracked(
    _ script: String, _ durability: SQLiteConfiguration.Durability
  ) async throws -> Rate {
    try await Scratch.withFolder { folder in
      try await Scratch.withFolderInMemory { results in
        let connector = try await Workflow.connector(in: folder, durability)
        let executor = ProcessExecutor(
          ProcessExecutor.Plan(
            words: { _ in [script] }, dialect: NativeDialect(), space: try Workflow.space(),
            workingDirectory: folder, resultsDirectory: results,
            environment: ProcessInfo.processInfo.environment, logger: Workflow.quiet),
          runner: ProcessRunner())
        let rate = try await Rate.of(jobs) {
          try await Workflow.run(
            jobs,
            on: .resources(
              parallel: Self.width, ResourceRequest(type: "cpu", createsMissing: true)),
            connector, executor)
        }
        try await connector.close()
        return rate
      }
    }
  }

  /// Through the process runner only; the mark has it look for processes that were left behind.
  private func untracked(_ script: String, isMarked: Bool) async throws -> Rate {
    let runner = ProcessRunner()
    let environment = ProcessInfo.processInfo.environment
    let share = jobs / Self.width
    return try await Rate.of(jobs) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for slot in 0..<Self.width {
          group.addTask {
            for number in 0..<share {
              let mark = ProcessMarker(variable: "AUTOML_BENCH_MARK", value: "\(slot).\(number)")
              let command = ProcessCommand(
                executable: script, environment: environment, workingDirectory: "/",
                marker: isMarked ? mark : nil)
              guard try await runner.run(command, output: { _, _ in }) == .exited(0) else {
                throw BenchError("the script failed")
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
