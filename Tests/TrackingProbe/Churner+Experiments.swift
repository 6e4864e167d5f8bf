import AutoMLModel
import AutoMLTracking

extension Churner {
  mutating func begin() async throws {
    running = []
    pending = []
    let request = ExperimentRequest(
      user: "churner \(Int.random(in: 0..<3, using: &generator))", name: "churn",
      labels: ["loss", "accuracy"])
    switch Int.random(in: 0..<3, using: &generator) {
    case 0:
      let id = try await store.createExperiment(request)
      TrackingProbe.report("experiment \(id)")
      try await store.startExperiment(id: id)
      experiment = id
    case 1:
      try await adopt()
    default:
      let id = try await store.startExperiment(request)
      TrackingProbe.report("experiment \(id)")
      experiment = id
    }
  }

  /// Continues an experiment that somebody stopped, perhaps by dying.
  private mutating func adopt() async throws {
    let stopped = try await store.experiments(ExperimentFilter(statuses: [.stopped], limit: 20))
    guard let (_, candidate) = pick(stopped) else { return }
    var jobs: [JobID] = []
    TrackingProbe.report("continuing \(candidate.id)")
    do {
      try await store.startExperiment(id: candidate.id)
      jobs = try await store.history(of: candidate.id, after: nil, limit: 1_000)
        .filter { $0.status == .pending }.map(\.id)
    } catch let error as TrackingError where Self.isOthersDoing(error.code) {
      return
    }
    experiment = candidate.id
    pending = jobs
  }

  mutating func end(_ id: ExperimentID) async throws {
    if Bool.random(using: &generator) { try await store.requestStop(id) }
    for started in running { try await store.failAttempt(started.attempt, as: .cancelled, .init()) }
    running = []
    let ends: [ExperimentStatus] = [.stopped, .stopped, .finished, .failed]
    let status = ends[Int.random(in: 0..<4, using: &generator)]
    try await store.endExperiment(id, as: status)
    if status != .stopped { TrackingProbe.report("closed \(id) \(status.rawValue)") }
    experiment = nil
    pending = []
    let end = Int.random(in: 0..<6, using: &generator)
    try await tolerating(Self.isOthersDoing) {
      switch end {
      case 0:
        TrackingProbe.report("deleting \(id)")
        try await store.deleteExperiment(id)
      case 1:
        TrackingProbe.report("resetting \(id)")
        try await store.resetExperiment(id: id)
      default:
        break
      }
    }
  }

  /// Whether a refusal means that another task was quicker.
  static func isOthersDoing(_ code: TrackingError.Code) -> Bool {
    switch code {
    case .illegalTransition, .experimentRunning, .unknownExperiment: true
    default: false
    }
  }
}
