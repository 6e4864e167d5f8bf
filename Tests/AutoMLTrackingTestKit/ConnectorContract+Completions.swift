import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  private static let attemptStatuses: [JobStatus: AttemptStatus] = [
    .finished: .succeeded, .failed: .failed, .earlyStopped: .earlyStopped, .cancelled: .cancelled,
  ]

  static let completions: [ConnectorContract] = [
    ConnectorContract("The end of a job ends its attempt and frees its resources") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let id = try await store.beginExperiment()
      for (status, attemptStatus) in attemptStatuses {
        let started = try await store.beginJob(id, on: gpus)
        fixture.time.advance(by: .seconds(3))
        let ending = AttemptEnding(exitCode: 0, signal: nil, error: "why \(status)")
        let score = status.mayHaveScore ? try Score(0.25) : nil
        try await store.finishJob(
          JobCompletion(job: started.job, status: status, score: score, ending: ending))
        let job = try await store.job(started.job)
        #expect(job.status == status)
        #expect(job.score == score?.value)
        #expect(job.ended == fixture.time.now())
        let attempt = try await store.attempts(of: started.job)[0]
        #expect(attempt.status == attemptStatus)
        #expect(attempt.ended == fixture.time.now())
        #expect(attempt.ending == ending)
        #expect(try await store.availableResources(type: "gpu") == gpus)
      }
    },
    ConnectorContract("The same end again changes nothing") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(1)
      let id = try await store.beginExperiment()
      for status in attemptStatuses.keys {
        let started = try await store.beginJob(id, on: gpus)
        let labelled = [LabelledValue("loss", 0.5), LabelledValue("f1", 0.75)]
        let score = status.mayHaveScore ? try Score(0.1 + 0.2, labelled: labelled) : nil
        let completion = JobCompletion(job: started.job, status: status, score: score)
        try await store.finishJob(completion)
        #expect(try await store.takeResource(gpus[0]))
        let before = try await StoreSnapshot(store)
        fixture.time.advance(by: .seconds(3))
        try await store.finishJob(completion)
        #expect(try await StoreSnapshot(store) == before)
        #expect(try await store.freeResource(gpus[0]))
      }
    },
    ConnectorContract("Another end after the end is refused") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for status in attemptStatuses.keys {
        let job = try await store.beginJob(id).job
        let labelled = [LabelledValue("loss", 0.5)]
        let score = status.mayHaveScore ? try Score(1, labelled: labelled) : nil
        try await store.finishJob(JobCompletion(job: job, status: status, score: score))
        var others: [(JobStatus, Score?)] = [
          (.finished, try Score(2, labelled: labelled)), (.earlyStopped, try Score(2)),
        ]
        others += [JobStatus.failed, .cancelled].filter { $0 != status }.map { ($0, nil) }
        if status == .earlyStopped { others.append((.earlyStopped, nil)) }
        if status == .finished {
          others.append((.finished, try Score(1, labelled: [LabelledValue("loss", 0.25)])))
        }
        for (status, score) in others {
          try await refuses(.jobAlreadyEnded(job), on: store) {
            try await store.finishJob(JobCompletion(job: job, status: status, score: score))
          }
        }
      }
    },
    ConnectorContract("A score is required, allowed or forbidden by the status") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.beginJob(id).job
      for (status, score) in [
        (JobStatus.finished, nil), (.failed, try Score(1)), (.cancelled, try Score(1)),
      ] {
        try await refuses(.invalidRequest, on: store) {
          try await store.finishJob(JobCompletion(job: job, status: status, score: score))
        }
      }
      _ = try await store.runJob(id, .earlyStopped)
      _ = try await store.runJob(id, .earlyStopped, score: 1)
    },
    ConnectorContract("A job does not end in a status that is not final") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.beginJob(id).job
      for status in [JobStatus.pending, .running] {
        try await refusesStep(on: store) {
          try await store.finishJob(JobCompletion(job: job, status: status))
        }
      }
    },
    ConnectorContract("A PENDING job ends as FAILED or CANCELLED, and has no score to give") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for status in [JobStatus.failed, .cancelled] {
        let job = try await store.makeJob(in: .pending, of: id)
        let attempts = try await store.attempts(of: job)
        fixture.time.advance(by: .seconds(1))
        try await store.finishJob(JobCompletion(job: job, status: status))
        #expect(try await store.job(job).status == status)
        #expect(try await store.job(job).ended == fixture.time.now())
        #expect(try await store.attempts(of: job) == attempts)
      }
      let job = try await store.makeJob(in: .pending, of: id)
      for status in [JobStatus.finished, .earlyStopped] {
        try await refuses(.jobNotRunning(job), on: store) {
          try await store.finishJob(
            JobCompletion(job: job, status: status, score: try Score(1)))
        }
      }
    },
    ConnectorContract("The labelled numbers of the final score are the job's last results") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.beginJob(id).job
      _ = try await store.saveMultipleResults(
        labels: ["old"], scores: [1], job: job, intermediateResult: nil)
      _ = try await store.setLastMultipleResults(for: job)
      let labelled = [LabelledValue("b", 2), LabelledValue("a", -1)]
      try await store.finishJob(
        JobCompletion(job: job, score: try Score(3, labelled: labelled)))
      let last = try await store.multipleResults(job: job).filter(\.isLastResult)
      #expect(last.map(\.label) == ["b", "a"])
      #expect(last.map(\.value) == [2, -1])
      #expect(last.map(\.order) == [0, 1])
      #expect(last.allSatisfy { $0.intermediateResult == nil && $0.set == 1 })
    },
    ConnectorContract("A final score with a repeated label is refused") { fixture in
      let store = try await fixture.connect()
      let job = try await store.beginJob(try await store.beginExperiment()).job
      let labelled = [LabelledValue("a", 2), LabelledValue("a", 1)]
      try await refusesLabels(on: store) {
        try await store.finishJob(
          JobCompletion(job: job, score: try Score(3, labelled: labelled)))
      }
    },
  ]

  static let jobStatuses: [ConnectorContract] = [
    ConnectorContract("A job moves by legal steps only") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for from in JobStatus.allCases {
        for to in JobStatus.allCases {
          let job = try await store.makeJob(in: from, of: id)
          fixture.time.advance(by: .seconds(1))
          if from.canBecome(to), to != .running, to != .finished {
            try await store.updateJobStatus(job, to: to)
            let record = try await store.job(job)
            #expect(record.status == to)
            #expect(record.ended == (to.isFinal ? fixture.time.now() : nil))
            #expect(record.score == nil)
          } else {
            let code = TrackingError.Code.illegalTransition(
              from: from.rawValue, to: to.rawValue)
            try await refuses(code, on: store) { try await store.updateJobStatus(job, to: to) }
          }
        }
      }
    },
    ConnectorContract("A job that stops RUNNING takes its attempt along") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(1)
      let id = try await store.beginExperiment()
      for status in [JobStatus.pending, .failed, .earlyStopped, .cancelled] {
        let started = try await store.beginJob(id, on: gpus)
        fixture.time.advance(by: .seconds(1))
        try await store.updateJobStatus(started.job, to: status)
        let attempt = try await store.attempts(of: started.job)[0]
        #expect(attempt.status != .running)
        #expect(attempt.status != .succeeded)
        #expect(attempt.ended == fixture.time.now())
        if let expected = attemptStatuses[status] { #expect(attempt.status == expected) }
        #expect(try await store.availableResources(type: "gpu") == gpus)
      }
    },
  ]
}
