import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let successions: [ConnectorContract] = [
    ConnectorContract("The end of a job tells its place among the ended jobs") { fixture in
      let store = try await fixture.connect()
      let (id, other) = (
        try await store.beginExperiment(), try await store.beginExperiment("other")
      )
      _ = try await store.runJob(other, score: 1)
      let jobs = [
        try await store.beginJob(id).job, try await store.beginJob(id).job,
        try await store.beginJob(id).job,
      ]
      let statuses: [JobStatus] = [.failed, .earlyStopped, .cancelled]
      for (place, (job, status)) in zip(jobs.reversed(), statuses).enumerated() {
        let completion = JobCompletion(job: job, status: status)
        #expect(try await store.finishJob(completion) == place)
        #expect(try await store.job(job).outcomeNumber == place)
      }
      for (place, (job, status)) in zip(jobs.reversed(), statuses).enumerated() {
        #expect(try await store.finishJob(JobCompletion(job: job, status: status)) == place)
      }
    },
    ConnectorContract("A job starts with what the one before it gave back") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let id = try await store.beginExperiment()
      for selection in [
        ResourceSelection.exactly(gpus), .any(ResourceRequest(type: "gpu", count: 2)),
      ] {
        let first = try await store.beginJob(id, on: gpus)
        fixture.time.advance(by: .seconds(3))
        let parameters = ParameterSet([("x", .integer(3))])
        let succession = try await store.finishJob(
          JobCompletion(job: first.job, score: try Score(0.5)),
          thenStart: JobRequest(
            experiment: id, recommendation: RecommendationID("r"), parameters: parameters,
            resources: selection))
        let next = try succession.next.get()
        #expect(succession.outcomeNumber == (try await store.job(first.job).outcomeNumber))
        #expect(try await store.job(first.job).status == .finished)
        let ended = try await store.attempts(of: first.job)[0]
        #expect(ended.ended == fixture.time.now())
        let job = try await store.job(next.job)
        #expect(job.status == .running)
        #expect(job.number == (try await store.job(first.job).number) + 1)
        #expect(job.parameters == parameters)
        #expect(job.recommendation == RecommendationID("r"))
        let attempt = try await store.attempts(of: next.job)[0]
        #expect(attempt.id == next.attempt)
        #expect(attempt.started == fixture.time.now())
        #expect(attempt.resources == gpus)
        #expect(next.resources.map(\.id) == gpus)
        _ = try await store.finishJob(JobCompletion(job: next.job, status: .failed))
      }
    },
    ConnectorContract("What keeps a job from starting does not keep the one before from ending") {
      fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(1)
      let id = try await store.beginExperiment()
      let taken = try await store.job(try await store.runJob(id, score: 1)).number
      let stopped = try await store.makeExperiment(in: .stopRequested)
      for (request, code) in [
        (JobRequest(experiment: id, number: taken), TrackingError.Code.invalidRequest),
        (JobRequest(experiment: id, number: -1), .invalidRequest),
        (JobRequest(experiment: id, parameters: ["x": .float(.infinity)]), .invalidRequest),
        (
          JobRequest(experiment: stopped),
          .illegalTransition(from: "STOP_REQUESTED", to: "RUNNING")
        ),
        (
          JobRequest(experiment: ExperimentID(rawValue: nobody)),
          .unknownExperiment(ExperimentID(rawValue: nobody))
        ),
        (
          JobRequest(experiment: id, resources: .any(ResourceRequest(type: "gpu", count: 2))),
          .resourceUnavailable
        ),
      ] {
        let job = try await store.beginJob(id, on: gpus).job
        let tally = try await store.tally(of: id)
        let succession = try await store.finishJob(
          JobCompletion(job: job, score: try Score(2)), thenStart: request)
        #expect(throws: TrackingError.self) { try succession.next.get() }
        if case .failure(let error) = succession.next { #expect(error.code == code) }
        let record = try await store.job(job)
        #expect(record.status == .finished)
        #expect(record.outcomeNumber == succession.outcomeNumber)
        #expect(try await store.tally(of: id).total == tally.total)
        #expect(try await store.availableResources(type: "gpu") == gpus)
      }
    },
    ConnectorContract("An end that is refused starts nothing") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let ended = try await store.runJob(id, .failed)
      let job = try await store.beginJob(id).job
      for (completion, code) in [
        (JobCompletion(job: job), TrackingError.Code.invalidRequest),
        (JobCompletion(job: ended, status: .cancelled), .jobAlreadyEnded(ended)),
      ] {
        try await refuses(code, on: store) {
          _ = try await store.finishJob(completion, thenStart: JobRequest(experiment: id))
        }
      }
    },
  ]
}
