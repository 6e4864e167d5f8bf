import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let experimentLife: [ConnectorContract] = [
    ConnectorContract("A created experiment is started by its id") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let id = try await store.createExperiment(ExperimentRequest(user: "ada", name: "x"))
      let created = fixture.time.now()
      fixture.time.advance(by: .seconds(5))
      try await other.startExperiment(id: id)
      let record = try await store.experiment(id)
      #expect(record.status == .running)
      #expect(record.created == created)
      #expect(record.started == fixture.time.now())
      #expect(record.session == (try await other.session().id))
    },
    ConnectorContract("An experiment that is being worked on cannot be started") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      for status in [ExperimentStatus.running, .stopRequested] {
        let id = try await store.makeExperiment(in: status)
        for caller in [store, other] {
          let code = TrackingError.Code.illegalTransition(from: status.rawValue, to: "RUNNING")
          try await refuses(code, on: caller) { try await caller.startExperiment(id: id) }
        }
      }
    },
    ConnectorContract("Starting again by id continues: jobs, results and messages stay") {
      fixture in
      let store = try await fixture.connect()
      for end in [ExperimentStatus.stopped, .finished, .failed] {
        let id = try await store.beginExperiment()
        let done = try await store.runJob(id, score: 0.5)
        let open = try await store.makeJob(in: .pending, of: id)
        try await store.logErrorMessage("trouble", for: id)
        try await store.endExperiment(id, as: end)
        fixture.time.advance(by: .seconds(9))
        try await store.startExperiment(id: id)
        let record = try await store.experiment(id)
        #expect(record.status == .running)
        #expect(record.started == fixture.time.now())
        #expect(record.ended == nil)
        let jobs = try await store.history(of: id, after: nil, limit: 10)
        #expect(jobs.map(\.id) == [done, open])
        #expect(jobs.map(\.score) == [0.5, nil])
        #expect(try await store.errorMessages(of: id).map(\.text) == ["trouble"])
        #expect(try await store.retryJob(open, on: .exactly([])).number == 1)
      }
    },
    ConnectorContract("The reason of an end is kept until the experiment is started again") {
      fixture in
      let store = try await fixture.connect()
      for end in [ExperimentStatus.stopped, .finished, .failed] {
        let id = try await store.beginExperiment()
        try await store.endExperiment(id, as: end, reason: "The time was up.")
        #expect(try await store.experiment(id).endReason == "The time was up.")
        // Done is no trouble; the other ends are.
        let isTrouble = end != .finished
        let messages = try await store.errorMessages(of: id).map(\.text)
        #expect(messages == (isTrouble ? ["The time was up."] : []))
        try await store.startExperiment(id: id)
        #expect(try await store.experiment(id).endReason == nil)
        try await store.endExperiment(id, as: end, reason: "")
        #expect(try await store.experiment(id).endReason == nil)
      }
    },
    ConnectorContract("Resetting deletes jobs, results and messages and sets back to CREATED") {
      fixture in
      let store = try await fixture.connect()
      let keep = try await store.beginExperiment("kept")
      let kept = try await store.runJob(keep, score: 3)
      let id = try await store.beginExperiment()
      let gpu = try await store.addGPUs(1)
      let job = try await store.beginJob(id, on: gpu).job
      _ = try await store.saveIntermediateResult(1, for: job)
      try await store.finishJob(
        JobCompletion(job: job, score: try Score(2, labelled: [LabelledValue("loss", 1)])))
      try await store.logErrorMessage("trouble", for: id)
      try await store.endExperiment(id, as: .finished)
      let before = try await store.experiment(id)
      try await store.resetExperiment(id: id)
      let record = try await store.experiment(id)
      #expect(record.status == .created)
      #expect(record.name == before.name)
      #expect(record.created == before.created)
      #expect(record.started == nil)
      #expect(record.ended == nil)
      #expect(record.errorMessage == nil)
      #expect(try await store.history(of: id, after: nil, limit: 10).isEmpty)
      #expect(try await store.errorMessages(of: id).isEmpty)
      #expect(try await store.tally(of: id).total == 0)
      #expect(try await store.tally(of: id).attempts == 0)
      #expect(try await store.tally(of: id).attemptTime == .zero)
      await expectThrow(.unknownJob(job)) { _ = try await store.job(job) }
      #expect(try await store.history(of: keep, after: nil, limit: 10).map(\.id) == [kept])
      try await store.startExperiment(id: id)
      let again = try await store.beginJob(id)
      #expect(again.job > job)
      #expect(try await store.job(again.job).number == 0)
    },
    ConnectorContract("An experiment that is being worked on is neither reset nor deleted") {
      fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      for status in [ExperimentStatus.running, .stopRequested] {
        let id = try await store.makeExperiment(in: status)
        for caller in [store, other] {
          try await refuses(.experimentRunning(id), on: caller) {
            try await caller.resetExperiment(id: id)
          }
          try await refuses(.experimentRunning(id), on: caller) {
            try await caller.deleteExperiment(id)
          }
        }
      }
    },
    ConnectorContract("Anybody may ask an experiment to stop while somebody works on it") {
      fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let id = try await store.beginExperiment()
      try await other.requestStop(id)
      let record = try await store.experiment(id)
      #expect(record.status == .stopRequested)
      #expect(record.ended == nil)
      #expect(record.session == (try await store.session().id))
      try await store.requestStop(id)
      #expect(try await store.experiment(id) == record)
      for status in ExperimentStatus.allCases where !status.isActive {
        let id = try await store.makeExperiment(in: status)
        let code = TrackingError.Code.illegalTransition(
          from: status.rawValue, to: ExperimentStatus.stopRequested.rawValue)
        try await refuses(code, on: store) { try await store.requestStop(id) }
      }
    },
    ConnectorContract("Deleting removes an experiment with everything below it and no more") {
      fixture in
      let store = try await fixture.connect()
      let keep = try await store.beginExperiment("kept")
      let kept = try await store.beginJob(keep).job
      _ = try await store.saveIntermediateResult(1, for: kept)
      let expected = try await StoreSnapshot(store)
      for status in ExperimentStatus.allCases where !status.isActive && status != .created {
        let id = try await store.beginExperiment()
        let job = try await store.beginJob(id).job
        _ = try await store.saveIntermediateResult(
          try Score(1, labelled: [LabelledValue("loss", 1)]), for: job)
        try await store.finishJob(
          JobCompletion(job: job, score: try Score(2, labelled: [LabelledValue("loss", 1)])))
        try await store.logErrorMessage("trouble", for: id)
        try await store.endExperiment(id, as: status)
        try await store.deleteExperiment(id)
        await expectThrow(.unknownExperiment(id)) { _ = try await store.experiment(id) }
        await expectThrow(.unknownJob(job)) { _ = try await store.job(job) }
        await expectThrow(.unknownJob(job)) { _ = try await store.attempts(of: job) }
        await expectThrow(.unknownJob(job)) { _ = try await store.intermediateResults(job: job) }
        await expectThrow(.unknownJob(job)) { _ = try await store.multipleResults(job: job) }
        await expectThrow(.unknownExperiment(id)) { try await store.deleteExperiment(id) }
      }
      let created = try await store.makeExperiment(in: .created)
      try await store.deleteExperiment(created)
      #expect(try await StoreSnapshot(store) == expected)
    },
    ConnectorContract("No id is ever given again after a delete") { fixture in
      let store = try await fixture.connect()
      func fill() async throws -> [Int64] {
        let id = try await store.beginExperiment()
        let started = try await store.beginJob(id)
        let result = try await store.saveIntermediateResult(1, for: started.job)
        let set = try await store.saveMultipleResults(
          labels: ["a"], scores: [1], job: started.job, intermediateResult: result)
        try await store.finishJob(JobCompletion(job: started.job, score: try Score(1)))
        try await store.endExperiment(id, as: .finished)
        try await store.deleteExperiment(id)
        return [
          id.rawValue, started.job.rawValue, started.attempt.rawValue, result.rawValue,
          set[0].rawValue,
        ]
      }
      var last = try await fill()
      for _ in 0..<3 {
        let next = try await fill()
        #expect(zip(last, next).allSatisfy { $0 < $1 })
        last = next
      }
    },
  ]

  static let experimentEnd: [ConnectorContract] = [
    ConnectorContract("An experiment ends by legal steps only, and then has an end time") {
      fixture in
      let store = try await fixture.connect()
      for from in ExperimentStatus.allCases {
        for to in ExperimentStatus.allCases {
          let id = try await store.makeExperiment(in: from)
          fixture.time.advance(by: .seconds(1))
          if from.canBecome(to), [.stopped, .finished, .failed].contains(to) {
            try await store.endExperiment(id, as: to)
            let record = try await store.experiment(id)
            #expect(record.status == to)
            #expect(record.ended == fixture.time.now())
          } else {
            let code = TrackingError.Code.illegalTransition(
              from: from.rawValue, to: to.rawValue)
            try await refuses(code, on: store) { try await store.endExperiment(id, as: to) }
          }
        }
      }
    },
    ConnectorContract("An experiment does not end while one of its attempts is running") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let started = try await store.beginJob(id)
      for status in [ExperimentStatus.stopped, .finished, .failed] {
        try await refuses(.experimentRunning(id), on: store) {
          try await store.endExperiment(id, as: status)
        }
      }
      try await store.failAttempt(started.attempt)
      try await store.endExperiment(id, as: .stopped)
      #expect(try await store.experimentStatus(id) == .stopped)
    },
  ]
}
