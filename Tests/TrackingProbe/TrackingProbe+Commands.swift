import AutoMLModel
import AutoMLTracking
import Foundation

extension TrackingProbe {
  static func open(_ path: String) async throws {
    report("ready")
    _ = readLine()
    let store = try await connect(to: path)
    report("opened")
    let id = try await store.startExperiment(ExperimentRequest(user: "probe", name: "fresh"))
    report("experiment \(id)")
    try await store.endExperiment(id, as: .finished)
    try await store.close()
    report("closed")
  }

  static func read(_ path: String) async throws {
    let store = try await connect(to: path, readOnly: true)
    report("experiments \(try await store.experiments().count)")
    try await store.close()
  }

  static func race(_ path: String, for resource: ResourceID) async throws {
    let store = try await connect(to: path)
    report("ready")
    while let command = readLine() {
      switch command {
      case "go": report(try await store.takeResource(resource) ? "won" : "lost")
      default: report(try await store.freeResource(resource) ? "freed" : "was free")
      }
    }
    try await store.close()
  }

  static func write(
    _ path: String, in experiment: ExperimentID, tasks: Int, count: Int
  ) async throws {
    let store = try await connect(to: path)
    report("ready")
    _ = readLine()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<tasks {
        group.addTask {
          for _ in 0..<count {
            let started = try await store.startJob(JobRequest(experiment: experiment))
            report("job \(started.job)")
            for step in 0..<3 {
              let result = try await store.saveIntermediateResult(
                Double(step), for: started.job)
              report("result \(result)")
            }
            let score = Double(started.job.rawValue) / 3
            try await store.finishJob(JobCompletion(job: started.job, score: try Score(score)))
            report("finished \(started.job) \(score)")
          }
        }
      }
      try await group.waitForAll()
    }
    try await store.close()
    report("done")
  }

  static func orphan(_ path: String, on resource: ResourceID) async throws {
    let store = try await connect(to: path)
    let experiment = try await store.startExperiment(
      ExperimentRequest(user: "probe", name: "orphan"))
    let started = try await store.startJob(
      JobRequest(experiment: experiment, resources: .exactly([resource])))
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
    child.arguments = ["600"]
    child.environment = [
      SessionEnvironment.tokenVariable: try await store.session().token, "PATH": "/bin:/usr/bin",
    ]
    child.standardOutput = FileHandle.nullDevice
    child.standardError = FileHandle.nullDevice
    try child.run()
    report("child \(child.processIdentifier) experiment \(experiment) job \(started.job)")
    _ = readLine()
    child.terminate()
  }

  static func churn(_ path: String, seed: UInt64, tasks: Int) async throws {
    let store = try await connect(to: path)
    report("ready")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var churner = Churner(store: store, seed: seed &* 1_000 &+ UInt64(task))
          while true { try await churner.step() }
        }
      }
      try await group.waitForAll()
    }
  }
}
