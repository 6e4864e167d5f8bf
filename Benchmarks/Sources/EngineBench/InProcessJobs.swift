import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import CSQLiteLoop
import Foundation

/// Jobs that are nothing but their record: their executor has the score at once.
struct InProcessJobs {
  private static let bound = 5_000.0

  let jobs: Int
  let rounds: Int

  func measure(_ findings: inout Findings) async throws {
    print("in process, NORMAL, \(jobs) jobs, bound: \(Int(Self.bound))/s")
    let rounds = try await Rounds(
      self.rounds,
      [
        { try await sqliteLoop() },
        { try await tracked(workers: 2) },
        { try await tracked(workers: 8) },
        { try await tracked(workers: 2, reports: true) },
      ])
    findings.show(
      "the same rows in C",
      String(format: "%10.0f/s", rounds.rate(0)) + "   processor time \(rounds.processorTime(0))")
    for (contestant, name) in [
      (1, "engine, 2 workers"), (2, "engine, 8 workers"),
      (3, "engine, 2 workers, an intermediate result each"),
    ] {
      let rate = rounds.rate(contestant)
      let text =
        String(format: "%10.0f/s", rate)
        + "   processor time \(rounds.processorTime(contestant))"
      if contestant == 3 {
        findings.show(name, text)
      } else {
        findings.show(name, text, isMet: rate >= Self.bound)
      }
      findings.show("  beside C", String(format: "%9.2fx", rounds.ratio(contestant, to: 0)))
    }
  }

  /// Runs the engine once with nothing beside it, to be looked at with a profiler.
  func runOnce(_ findings: inout Findings) async throws {
    let rate = try await tracked(workers: 2)
    let rounds = try await Rounds(1, [{ rate }])
    findings.show(
      "engine, 2 workers, \(jobs) jobs",
      String(format: "%10.0f/s", rate.perSecond)
        + "   processor time \(rounds.processorTime(0))")
  }

  private func tracked(workers: Int, reports: Bool = false) async throws -> Rate {
    try await Scratch.withFolder { folder in
      let connector = try await Workflow.connector(in: folder, .normal)
      let executor = InstantExecutor(space: try Workflow.space(), reports: reports)
      let rate = try await Rate.of(jobs) {
        try await Workflow.run(
          jobs, on: .fixed((1...workers).map { WorkerConfiguration("W\($0)") }), connector,
          executor)
      }
      try await connector.close()
      return rate
    }
  }

  /// The loop tells its own time, without opening the file.
  private func sqliteLoop() async throws -> Rate {
    try await Scratch.withFolder { folder in
      let (experiment, session) = try await Self.runningExperiment(in: folder)
      var seconds = 0.0
      var rate = try await Rate.of(jobs) {
        var problem = [CChar](repeating: 0, count: 512)
        let code = csqlite_loop_jobs(
          "\(folder)/bench.db", experiment.rawValue, session.rawValue, Int64(jobs), &seconds,
          &problem, CInt(problem.count))
        guard code == 0 else {
          let text = problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
          throw BenchError("The C loop failed: \(String(decoding: text, as: UTF8.self))")
        }
      }
      rate.perSecond = Double(jobs) / seconds
      return rate
    }
  }

  /// Makes a file as it looks while an engine works, and lets go of it.
  ///
  /// The connector is dropped without closing: closing would end the experiment.
  static func runningExperiment(
    in folder: String
  ) async throws -> (ExperimentID, SessionID) {
    let connector = try await Workflow.connector(in: folder, .normal)
    let session = try await connector.session()
    return (try await connector.startExperiment(Workflow.experiment), session.id)
  }
}

/// Has a score without doing anything, and reports it once on the way if it is to.
struct InstantExecutor: Executor {
  let space: SearchSpace
  var reports = false

  func execute(_ recommendation: Recommendation, context: Context) async throws -> Score {
    let score = try Score(1)
    if reports { try await context[.job]?.reportIntermediate([score]) }
    return score
  }

  func determineSearchSpace(context: Context) async throws -> SearchSpace { space }
}
