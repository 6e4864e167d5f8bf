import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Synchronization

extension TrackingProbe {
  /// Fills every table with a little of everything, the same each time but for the tokens.
  static func sample(_ path: String) async throws {
    let store = try await SQLiteConnector.open(
      path: path,
      configuration: SQLiteConfiguration(
        timeSource: SampleTime(), processTable: SampleProcesses()))
    let gpus = try await store.addResources([
      ResourceDescription(type: "gpu", name: "left", host: "tower", device: 0, memory: 8 << 30),
      ResourceDescription(type: "gpu", name: "right", host: "tower", device: 1, slot: 1),
    ])
    try await store.setResource(gpus[1], enabled: false)
    let first = try await store.startExperiment(
      ExperimentRequest(
        user: "ada", name: "digits", goal: .minimize, labels: ["loss", "accuracy"],
        configuration: ["script": "train.py", "workers": 2], searchSpace: ["lr": [0.1, 1.0]],
        seed: .max))
    let parameters: ParameterSet = ["lr": 0.1, "layers": 3, "bias": true, "kind": "模型 'x'"]
    let cpu = ResourceSelection.any(ResourceRequest(type: "cpu", createsMissing: true))
    let done = try await store.startJob(
      JobRequest(
        experiment: first, recommendation: "r-0", parameters: parameters,
        resources: .exactly([gpus[0]])))
    try await store.recordProcess(
      ProcessGroup(id: 2_000_000_004, startTime: 5), logPath: "/nowhere/0.log", for: done.attempt)
    _ = try await store.saveIntermediateResult(0.75, for: done.job)
    try await store.failAttempt(
      done.attempt, AttemptEnding(exitCode: 1, signal: nil, error: "out of memory"))
    _ = try await store.retryJob(done.job, on: cpu)
    let labelled = [LabelledValue("loss", 0.5), LabelledValue("accuracy", 0.9)]
    _ = try await store.saveIntermediateResult(try Score(0.5, labelled: labelled), for: done.job)
    try await store.finishJob(
      JobCompletion(
        job: done.job, score: try Score(0.25, labelled: labelled),
        ending: AttemptEnding(exitCode: 0)))
    for status in [JobStatus.earlyStopped, .failed, .cancelled] {
      let job = try await store.startJob(JobRequest(experiment: first, resources: cpu)).job
      let score = status.mayHaveScore ? try Score(0.5) : nil
      try await store.finishJob(JobCompletion(job: job, status: status, score: score))
    }
    let open = try await store.startJob(JobRequest(experiment: first, parameters: parameters))
    try await store.failAttempt(open.attempt, as: .cancelled, AttemptEnding(signal: 15))
    try await store.logErrorMessage("first trouble", for: first)
    try await store.logErrorMessage("second trouble", for: first)
    try await store.endExperiment(first, as: .stopped)
    _ = try await store.createExperiment(ExperimentRequest(user: "bob", name: "digits"))
    try await makeSweep(in: store)
    // The connector is not closed: the file keeps what a crash leaves behind.
    let lost = try await store.startExperiment(ExperimentRequest(user: "bob", name: "lost"))
    _ = try await store.startJob(JobRequest(experiment: lost, resources: .exactly([gpus[0]])))
    report("done")
  }
}

/// A sweep with a combination in each state, and one that is on its list no more.
private func makeSweep(in store: SQLiteConnector) async throws {
  let entries = (0..<6).map {
    SweepEntry(parameters: #"{"lr":0.\#($0 + 1),"kind":"模型 'x'"}"#, digest: Int64($0))
  }
  let sweep = try await store.setCombinations(entries, ofSweep: "rates").id
  let taken = try await store.takeCombinations(of: sweep, count: 4, lease: .init(owner: "ada"))
  let marks = taken.map { CombinationMark($0.id, timesTaken: $0.timesTaken) }
  _ = try await store.markCombinations(Array(marks[0...1]), of: sweep, as: .done)
  _ = try await store.markCombinations([marks[2]], of: sweep, as: .skipped(persistently: true))
  _ = try await store.setCombinations(Array(entries.dropFirst()), ofSweep: "rates")
}

/// A clock that starts on the first day of 2025 and shows a second more each time it is read.
private final class SampleTime: TimeSource {
  private let seconds = Mutex<Int64>(1_735_689_600)

  func now() -> Timestamp {
    seconds.withLock { seconds in
      seconds += 1
      return Timestamp(microseconds: seconds * 1_000_000)
    }
  }
}

/// A host of which nobody has heard since.
private struct SampleProcesses: ProcessInspecting {
  func identity() -> ProcessIdentity {
    ProcessIdentity(host: "tower", bootID: "sample/1", processID: 4_242, startTime: 42)
  }

  func startTime(of process: Int) -> Int64? { process == 4_242 ? 42 : nil }

  func processes() -> [ProcessEntry] { [] }

  func kill(process: Int) {}

  func kill(group: Int) {}
}
