import AutoMLModel
import AutoMLTracking

extension Churner {
  private mutating func selection() -> ResourceSelection {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .exactly([])
    case 1: .any(ResourceRequest(type: "cpu", createsMissing: true))
    case 2: .any(ResourceRequest(type: "gpu", count: 2))
    default: .any(ResourceRequest(type: "gpu"))
    }
  }

  mutating func startJob(in experiment: ExperimentID) async throws {
    let request = JobRequest(
      experiment: experiment, recommendation: RecommendationID(running.count),
      parameters: ["x": .float(Double.random(in: 0..<1, using: &generator))],
      resources: selection())
    do {
      let started = try await store.startJob(request)
      TrackingProbe.report("job \(experiment) \(started.job)")
      TrackingProbe.report("attempt \(started.job) \(started.attempt)")
      running.append(started)
    } catch let error as TrackingError where error.code == .resourceUnavailable {
      try await finishOne()
    }
  }

  mutating func retry() async throws {
    guard let (index, job) = pick(pending) else { return }
    do {
      let started = try await store.retryJob(job, on: selection())
      TrackingProbe.report("attempt \(job) \(started.attempt)")
      pending.remove(at: index)
      running.append(started)
    } catch let error as TrackingError where error.code == .resourceUnavailable {
      if Bool.random(using: &generator) {
        try await store.finishJob(JobCompletion(job: job, status: .cancelled))
        TrackingProbe.report("ended \(job) CANCELLED nil")
        pending.remove(at: index)
      }
    }
  }

  mutating func reportNumbers() async throws {
    guard let (_, started) = pick(running) else { return }
    let count = Int.random(in: 1...4, using: &generator)
    var reports: [IntermediateReport] = []
    for _ in 0..<count { reports.append(IntermediateReport(job: started.job, score: try score())) }
    for id in try await store.saveIntermediateResults(reports) {
      TrackingProbe.report("result \(started.job) \(id)")
    }
  }

  mutating func reportSet() async throws {
    guard let (_, started) = pick(running) else { return }
    let ids = try await store.saveMultipleResults(
      labels: ["a", "b"], scores: [1, 2], job: started.job, intermediateResult: nil)
    for id in ids { TrackingProbe.report("set \(started.job) \(id)") }
    if Bool.random(using: &generator) {
      _ = try await store.setLastMultipleResults(for: started.job)
    }
  }

  mutating func finishOne() async throws {
    guard let (index, started) = pick(running) else { return }
    let statuses: [JobStatus] = [.finished, .finished, .earlyStopped, .failed, .cancelled]
    let status = statuses[Int.random(in: 0..<5, using: &generator)]
    let score = status.mayHaveScore ? try score() : nil
    try await store.finishJob(JobCompletion(job: started.job, status: status, score: score))
    TrackingProbe.report(
      "ended \(started.job) \(status.rawValue) \(score.map { "\($0.value)" } ?? "nil")")
    running.remove(at: index)
  }

  mutating func failOne() async throws {
    guard let (index, started) = pick(running) else { return }
    try await store.failAttempt(started.attempt, AttemptEnding(exitCode: 1, error: "bad luck"))
    TrackingProbe.report("failed \(started.job) \(started.attempt) FAILED")
    running.remove(at: index)
    pending.append(started.job)
  }

  mutating func updateOne() async throws {
    guard let (index, started) = pick(running) else { return }
    if Bool.random(using: &generator) {
      try await store.updateJobStatus(started.job, to: .pending)
      pending.append(started.job)
    } else {
      try await store.updateJobStatus(started.job, to: .cancelled)
      TrackingProbe.report("ended \(started.job) CANCELLED nil")
    }
    running.remove(at: index)
  }

  mutating func record() async throws {
    guard let (_, started) = pick(running) else { return }
    try await store.recordProcess(
      ProcessGroup(id: 2_000_000_003, startTime: nil), logPath: "/nowhere/log",
      for: started.attempt)
  }

  mutating func takeAndFree() async throws {
    let count = Int.random(in: 1...2, using: &generator)
    guard let taken = try await store.acquireResources(type: "gpu", count: count) else { return }
    if count == 2 {
      _ = try await store.freeAllResources()
    } else {
      // Another task of this session may have freed all in between.
      for id in taken {
        try await tolerating({ $0 == .resourceInUse(id) || $0 == .heldByAnotherSession(id) }) {
          _ = try await store.freeResource(id)
        }
      }
    }
  }

  mutating func declare() async throws {
    if let (index, id) = pick(resources), Bool.random(using: &generator) {
      resources.remove(at: index)
      try await tolerating({ $0 == .resourceInUse(id) }) {
        TrackingProbe.report("removing \(id)")
        try await store.removeResource(id)
      }
      return
    }
    let device = Int.random(in: 100..<1_000_000_000, using: &generator)
    let ids = try await store.addResources([ResourceDescription(type: "tpu", device: device)])
    for id in ids { TrackingProbe.report("resource \(id)") }
    resources += ids
    try await store.setResource(ids[0], enabled: Bool.random(using: &generator))
  }
}
