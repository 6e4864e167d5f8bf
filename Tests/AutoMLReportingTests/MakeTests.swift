import AutoMLModel
import AutoMLReporting
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

/// What the reports find in a real store.
@Suite struct MakeTests {
  private func withStore(_ body: (SQLiteConnector) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "automl-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let connector = try await SQLiteConnector.open(path: folder.appending(path: "a.db").path)
    try await body(connector)
    try await connector.close()
  }

  private func start(
    _ connector: SQLiteConnector, goal: OptimizationGoal = .minimize
  ) async throws -> ExperimentID {
    try await connector.startExperiment(
      ExperimentRequest(user: "ada", name: "digits", goal: goal, labels: ["loss"]))
  }

  @Test func `The best job comes with its curve, results, attempts and runners-up`() async throws {
    try await withStore { connector in
      let experiment = try await start(connector)
      for score in [0.5, 0.25, 0.75, 0.25] {
        let request = JobRequest(experiment: experiment, parameters: ["x": .float(score)])
        let job = try await connector.startJob(request).job
        for step in 1...3 {
          _ = try await connector.saveIntermediateResult(score * Double(step), for: job)
        }
        try await connector.finishJob(
          JobCompletion(job: job, score: try Score(score, labelled: [.init("loss", score / 2)])))
      }
      let report = try await BestResultReport.make(for: experiment, from: connector, top: 3)
      let best = try #require(report.best)
      #expect(best.job.id == 2, "the earlier of two equal jobs")
      #expect(best.job.parameters == ["x": 0.25])
      #expect(best.attempts.map(\.status) == [.succeeded])
      #expect(best.curve?.points.map(\.score) == [0.25, 0.5, 0.75])
      #expect(best.curve?.best.number == 0)
      #expect(best.results == [LabelledValue("loss", 0.125)])
      #expect(report.runnersUp.map(\.id) == [4, 1])
      #expect(report.tally.jobs[.finished] == 4)
      #expect(report.firstError == nil)
    }
  }

  @Test func `Without a score the first failure is told`() async throws {
    try await withStore { connector in
      let experiment = try await start(connector)
      let job = try await connector.startJob(JobRequest(experiment: experiment)).job
      try await connector.finishJob(
        JobCompletion(job: job, status: .failed, ending: .init(exitCode: 3, error: "exit code 3")))
      let report = try await BestResultReport.make(for: experiment, from: connector)
      #expect(report.best == nil)
      #expect(report.firstError == "exit code 3")
      #expect(
        report.text(width: 80, colour: false).contains(
          "No job has a score yet: 1 failed, first error: exit code 3."))
    }
  }

  @Test func `A job is told with the resources that it held`() async throws {
    try await withStore { connector in
      let experiment = try await start(connector)
      _ = try await connector.addResources([.init(type: "gpu", device: 0)])
      let started = try await connector.startJob(
        JobRequest(experiment: experiment, resources: .any(.init(type: "gpu"))))
      let report = try await JobReport.make(for: started.job, from: connector)
      #expect(report.resources.map(\.id) == started.resources.map(\.id))
      #expect(report.attempts.count == 1)
    }
  }

  @Test func `Experiments are listed with their counts`() async throws {
    try await withStore { connector in
      _ = try await start(connector)
      let second = try await start(connector)
      _ = try await connector.startJob(JobRequest(experiment: second))
      let table = try await ExperimentTable.make(ExperimentFilter(), from: connector)
      #expect(table.rows.map(\.tally.total) == [0, 1])
    }
  }

  @Test func `An unknown experiment is an error`() async throws {
    try await withStore { connector in
      await #expect(throws: TrackingError(.unknownExperiment(9), "")) {
        try await BestResultReport.make(for: 9, from: connector)
      }
    }
  }
}
