import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let jobs: [ConnectorContract] = [
    ConnectorContract("A started job is recorded with its attempt 0") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let parameters: ParameterSet = [
        "z": 1, "a": 1.0, "flag": true, "name": "1", "small": 1e-300, "low": -9_007_199_254_740_993,
      ]
      let started = try await store.startJob(
        JobRequest(experiment: id, recommendation: "r-1", parameters: parameters))
      #expect(started.number == 0)
      #expect(started.resources.isEmpty)
      #expect(
        try await store.job(started.job)
          == JobRecord(
            id: started.job, experiment: id, number: 0, recommendation: "r-1",
            parameters: parameters, status: .running, score: nil, started: fixture.time.now(),
            ended: nil, outcomeNumber: nil, attempts: 1))
      #expect(
        try await store.attempts(of: started.job) == [
          AttemptRecord(
            id: started.attempt, job: started.job, number: 0, status: .running,
            session: try await store.session().id, started: fixture.time.now(), ended: nil,
            ending: AttemptEnding(), processGroup: nil, logPath: nil, resources: [])
        ])
    },
    ConnectorContract("Jobs are numbered from 0 within their experiment") { fixture in
      let store = try await fixture.connect()
      let experiments = [try await store.beginExperiment(), try await store.beginExperiment()]
      for number in 0..<3 {
        for id in experiments {
          let job = try await store.beginJob(id).job
          #expect(try await store.job(job).number == number)
        }
      }
    },
    ConnectorContract("A job may come with its number, and one that is taken is refused") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.startJob(JobRequest(experiment: id, number: 5)).job
      #expect(try await store.job(job).number == 5)
      let next = try await store.beginJob(id).job
      #expect(try await store.job(next).number == 6)
      for number in [5, 6] {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.startJob(JobRequest(experiment: id, number: number))
        }
      }
      try await refuses(.invalidRequest, on: store) {
        _ = try await store.startJob(JobRequest(experiment: id, number: -1))
      }
      for number in 0..<5 {
        let early = try await store.startJob(JobRequest(experiment: id, number: number)).job
        #expect(try await store.job(early).number == number)
      }
      #expect(try await store.job(try await store.beginJob(id).job).number == 7)
    },
    ConnectorContract("Jobs are started only in a RUNNING experiment") { fixture in
      let store = try await fixture.connect()
      for status in ExperimentStatus.allCases where status != .running {
        let id = try await store.makeExperiment(in: status)
        try await refusesStep(on: store) { _ = try await store.beginJob(id) }
      }
    },
    ConnectorContract("Jobs that do not exist are refused by every call") { fixture in
      let store = try await fixture.connect()
      let known = try await store.beginJob(try await store.beginExperiment()).job
      for id in [JobID(rawValue: nobody), 0, -1] {
        let calls: [(any Connector) async throws -> Void] = [
          { _ = try await $0.retryJob(id, on: .exactly([])) },
          { try await $0.finishJob(JobCompletion(job: id, score: try Score(1))) },
          { try await $0.finishJob(JobCompletion(job: id, status: .failed)) },
          { try await $0.updateJobStatus(id, to: .failed) },
          { _ = try await $0.job(id) },
          { _ = try await $0.attempts(of: id) },
          { _ = try await $0.saveIntermediateResult(1, for: id) },
          { _ = try await $0.intermediateResults(job: id) },
          { _ = try await $0.intermediateResults(jobs: [known, id], attempts: .all) },
          {
            _ = try await $0.saveMultipleResults(
              labels: ["a"], scores: [1], job: id, intermediateResult: nil)
          },
          { _ = try await $0.setLastMultipleResults(for: id) },
          { _ = try await $0.multipleResults(job: id) },
        ]
        for call in calls {
          try await refuses(.unknownJob(id), on: store) { try await call(store) }
        }
      }
    },
    ConnectorContract("Running jobs are only those that are RUNNING, by id") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      _ = try await store.beginJob(try await store.beginExperiment("other"))
      #expect(try await store.runningJobs(of: id).isEmpty)
      var running: [JobID] = []
      for _ in 0..<2 {
        for status in JobStatus.allCases {
          let job = try await store.makeJob(in: status, of: id)
          if status == .running { running.append(job) }
        }
      }
      #expect(try await store.runningJobs(of: id) == running)
    },
  ]

  static let jobResources: [ConnectorContract] = [
    ConnectorContract("A job takes exactly the resources it names") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(4)
      let id = try await store.beginExperiment()
      let started = try await store.beginJob(id, on: [gpus[3], gpus[1]])
      let session = try await store.session().id
      #expect(started.resources.map(\.id) == [gpus[1], gpus[3]])
      #expect(started.resources.allSatisfy { $0.status == .busy && $0.holder == session })
      #expect(started.resources.map(\.description.device) == [1, 3])
      #expect(try await store.resources().map(\.status) == [.free, .busy, .free, .busy])
      #expect(try await store.attempts(of: started.job)[0].resources == [gpus[1], gpus[3]])
    },
    ConnectorContract("A job takes whatever fits its wish") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(4)
      let id = try await store.beginExperiment()
      let wish = ResourceRequest(type: "gpu", count: 2, avoiding: [gpus[0]])
      let started = try await store.startJob(JobRequest(experiment: id, resources: .any(wish)))
      #expect(started.resources.map(\.id) == [gpus[1], gpus[2]])
      let cpus = ResourceRequest(type: "cpu", createsMissing: true)
      let second = try await store.startJob(JobRequest(experiment: id, resources: .any(cpus)))
      #expect(second.resources.map(\.description.type) == ["cpu"])
      #expect(try await store.attempts(of: second.job)[0].resources.count == 1)
    },
    ConnectorContract("A job that cannot have its resources leaves nothing behind") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let gpus = try await store.addGPUs(5)
      let id = try await store.beginExperiment()
      #expect(try await other.takeResource(gpus[1]))
      #expect(try await store.takeResource(gpus[2]))
      try await store.setResource(gpus[4], enabled: false)
      let unknown = ResourceID(rawValue: nobody)
      let cases: [(ResourceSelection, TrackingError.Code)] = [
        (.exactly([gpus[0], gpus[1]]), .resourceUnavailable),
        (.exactly([gpus[0], gpus[2]]), .resourceUnavailable),
        (.exactly([gpus[0], gpus[4]]), .resourceUnavailable),
        (.exactly([gpus[0], unknown]), .unknownResource(unknown)),
        (.any(ResourceRequest(type: "gpu", count: 3)), .resourceUnavailable),
        (.any(ResourceRequest(type: "tpu")), .resourceUnavailable),
        (.any(ResourceRequest(type: "gpu", count: 0)), .invalidRequest),
      ]
      let waiting = try await store.makeJob(in: .pending, of: id)
      for (selection, code) in cases {
        try await refuses(code, on: store) {
          _ = try await store.startJob(JobRequest(experiment: id, resources: selection))
        }
        try await refuses(code, on: store) {
          _ = try await store.retryJob(waiting, on: selection)
        }
      }
      let next = try await store.beginJob(id, on: [gpus[0]])
      #expect(try await store.job(next.job).number == 1)
    },
    ConnectorContract("A job that names a resource twice holds it once or is refused") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(1)
      let id = try await store.beginExperiment()
      let twice = JobRequest(experiment: id, resources: .exactly([gpus[0], gpus[0]]))
      do {
        let started = try await store.startJob(twice)
        #expect(started.resources.map(\.id) == gpus)
        try await store.failAttempt(started.attempt)
      } catch let error as TrackingError {
        #expect(error.code == .invalidRequest)
        #expect(try await store.history(of: id, after: nil, limit: 10).isEmpty)
      }
      #expect(try await store.availableResources(type: "gpu") == gpus)
    },
    ConnectorContract("Racing jobs never share a resource") { fixture in
      let stores = [try await fixture.connect(), try await fixture.connect()]
      let gpus = try await stores[0].addGPUs(6)
      let id = try await stores[0].beginExperiment()
      let wish = ResourceSelection.any(ResourceRequest(type: "gpu", count: 2))
      let started = try await withThrowingTaskGroup(of: StartedAttempt?.self) { group in
        for index in 0..<32 {
          group.addTask {
            do {
              return try await stores[index % 2].startJob(
                JobRequest(experiment: id, resources: wish))
            } catch let error as TrackingError where error.code == .resourceUnavailable {
              return nil
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }.compactMap { $0 }
      #expect(started.count == 3)
      #expect(Set(started.flatMap { $0.resources.map(\.id) }) == Set(gpus))
      let jobs = try await stores[1].history(of: id, after: nil, limit: 100)
      #expect(jobs.map(\.number) == [0, 1, 2])
    },
  ]
}
