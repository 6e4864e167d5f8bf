import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let outcomes: [ConnectorContract] = [
    ConnectorContract("Jobs are numbered in the order in which they end, in each experiment") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let other = try await store.beginExperiment("other")
      var jobs: [JobID] = []
      for _ in 0..<6 { jobs.append(try await store.beginJob(id).job) }
      let waiting = try await store.makeJob(in: .pending, of: id)
      let one = JobCompletion(job: jobs[4], score: try Score(1))
      try await store.finishJob(one)
      try await store.updateJobStatus(jobs[1], to: .failed)
      #expect(try await store.job(try await store.runJob(other, score: 3)).outcomeNumber == 0)
      try await store.finishJob(JobCompletion(job: waiting, status: .cancelled))
      try await store.finishJob(one)
      try await store.updateJobStatus(jobs[0], to: .pending)
      try await store.updateJobStatus(jobs[0], to: .cancelled)
      // A clock that is set back changes no order.
      fixture.time.advance(by: .seconds(-60))
      try await store.finishJob(JobCompletion(job: jobs[2], status: .earlyStopped))
      let numbers = try await store.history(of: id, after: nil, limit: 10).map(\.outcomeNumber)
      #expect(numbers == [3, 1, 4, nil, 0, nil, 2])
    },
    ConnectorContract("An experiment that is reset numbers its outcomes anew") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for _ in 0..<3 { _ = try await store.runJob(id, score: 1) }
      try await store.endExperiment(id, as: .stopped)
      try await store.resetExperiment(id: id)
      try await store.startExperiment(id: id)
      let job = try await store.runJob(id, score: 1)
      #expect(try await store.job(job).outcomeNumber == 0)
    },
    ConnectorContract("Outcomes come in the order of the ends, each with its last labelled set") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      #expect(try await store.outcomes(of: id, after: nil, limit: 10).isEmpty)
      var jobs: [JobID] = []
      for _ in 0..<4 { jobs.append(try await store.beginJob(id).job) }
      _ = try await store.runJob(try await store.beginExperiment("other"), score: 1)
      // Sets before the last one, and numbers that decimal text of 15 digits does not hold.
      _ = try await store.saveIntermediateResult(
        try Score(1, labelled: [LabelledValue("loss", 7)]), for: jobs[3])
      let labelled = [
        LabelledValue("z", 0.1 + 0.2), LabelledValue("a", .leastNonzeroMagnitude),
        LabelledValue("m", -.greatestFiniteMagnitude),
      ]
      try await store.finishJob(
        JobCompletion(job: jobs[3], score: try Score(.pi, labelled: labelled)))
      try await store.finishJob(JobCompletion(job: jobs[0], status: .failed))
      let stopped = [LabelledValue("loss", 2)]
      _ = try await store.saveIntermediateResult(try Score(2, labelled: stopped), for: jobs[2])
      _ = try await store.setLastMultipleResults(for: jobs[2])
      try await store.updateJobStatus(jobs[2], to: .earlyStopped)
      let outcomes = try await store.outcomes(of: id, after: nil, limit: 10)
      var expected: [JobRecord] = []
      for job in [jobs[3], jobs[0], jobs[2]] { expected.append(try await store.job(job)) }
      #expect(outcomes.map(\.job) == expected)
      #expect(outcomes.map(\.labelled) == [labelled, [], stopped])
    },
    ConnectorContract("Outcomes come in pages that neither repeat nor skip") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for _ in 0..<10 {
        let job = try await store.beginJob(id).job
        let score = try Score(1, labelled: [LabelledValue("a", 1), LabelledValue("b", 2)])
        try await store.finishJob(JobCompletion(job: job, score: score))
      }
      var pages: [Int] = []
      var numbers: [Int] = []
      repeat {
        let page = try await store.outcomes(of: id, after: numbers.last, limit: 4)
        pages.append(page.count)
        numbers += page.compactMap(\.job.outcomeNumber)
      } while pages.last != 0 && pages.count < 10
      #expect(pages == [4, 4, 2, 0])
      #expect(numbers == Array(0..<10))
      #expect(try await store.outcomes(of: id, after: nil, limit: .max).count == 10)
      #expect(try await store.outcomes(of: id, after: .max, limit: 1).isEmpty)
      #expect(try await store.outcomes(of: id, after: nil, limit: 0).isEmpty)
      #expect(try await store.outcomes(of: id, after: nil, limit: -1).isEmpty)
    },
  ]

  static let openJobs: [ConnectorContract] = [
    ConnectorContract("Open jobs are those that have not ended, by number") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      #expect(try await store.openJobs(of: id).isEmpty)
      _ = try await store.beginJob(try await store.beginExperiment("other"))
      for status in JobStatus.allCases { _ = try await store.makeJob(in: status, of: id) }
      let early = try await store.startJob(JobRequest(experiment: id, number: 7)).job
      _ = try await store.startJob(JobRequest(experiment: id, number: 6))
      try await store.updateJobStatus(early, to: .pending)
      let open = try await store.openJobs(of: id)
      #expect(open.map(\.job.status) == [.pending, .running, .running, .pending])
      #expect(open.map(\.job.number).suffix(2) == [6, 7])
      for job in open { #expect(try await store.job(job.job.id) == job.job) }
    },
    ConnectorContract("Only FAILED attempts count against an open job and its resources") {
      fixture in
      let process = ProcessStandIn()
      let dead = try await fixture.connect(as: process)
      let gpus = try await dead.addGPUs(6)
      let id = try await dead.beginExperiment()
      let job = try await dead.beginJob(id, on: [gpus[0], gpus[1]])
      try await dead.failAttempt(job.attempt)
      for (status, held) in [
        (AttemptStatus.failed, [gpus[1], gpus[2]]), (.cancelled, [gpus[3]]), (.lost, [gpus[4]]),
      ] {
        let next = try await dead.retryJob(job.job, on: .exactly(held))
        try await dead.failAttempt(next.attempt, as: status, AttemptEnding())
      }
      let none = try await dead.beginJob(id)
      try await dead.failAttempt(none.attempt)
      _ = try await dead.beginJob(id)
      _ = try await dead.retryJob(job.job, on: .exactly([gpus[5]]))
      try await fixture.kill(process)
      let store = try await fixture.connect()
      _ = try await store.recover()
      let open = try await store.openJobs(of: id)
      #expect(open.map(\.job.status) == [.pending, .pending, .pending])
      #expect(open.map(\.failedAttempts) == [2, 1, 0])
      #expect(open.map(\.failedResources) == [Set(gpus[0...2]), [], []])
    },
    ConnectorContract("Cancelling what waits spares all other jobs, whatever the experiment does") {
      fixture in
      let store = try await fixture.connect()
      for status in ExperimentStatus.allCases where status != .created {
        let id = try await store.beginExperiment("of \(status)")
        #expect(try await store.cancelPendingJobs(of: id) == 0)
        _ = try await store.runJob(id, score: 1)
        let late = try await store.startJob(JobRequest(experiment: id, number: 2))
        let early = try await store.startJob(JobRequest(experiment: id, number: 1))
        for attempt in [late, early] { try await store.failAttempt(attempt.attempt) }
        switch status {
        case .created, .running: _ = try await store.beginJob(id)
        case .stopRequested: try await store.requestStop(id)
        case .stopped, .finished, .failed: try await store.endExperiment(id, as: status)
        }
        fixture.time.advance(by: .seconds(3))
        #expect(try await store.cancelPendingJobs(of: id) == 2)
        #expect(try await store.cancelPendingJobs(of: id) == 0)
        let outcomes = try await store.outcomes(of: id, after: 0, limit: 10).map(\.job)
        #expect(outcomes.map(\.number) == [1, 2])
        #expect(outcomes.map(\.outcomeNumber) == [1, 2])
        #expect(outcomes.allSatisfy { $0.status == .cancelled && $0.attempts == 1 })
        #expect(outcomes.allSatisfy { $0.ended == fixture.time.now() })
        let tally = try await store.tally(of: id)
        #expect(tally.jobs[.cancelled] == 2)
        #expect(tally.jobs[.pending] ?? 0 == 0)
        #expect(tally.jobs[.finished] == 1)
        #expect(tally.jobs[.running] ?? 0 == (status == .running ? 1 : 0))
      }
    },
    ConnectorContract("Thousands of waiting jobs are cancelled at once, in order") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<50 {
          group.addTask { for _ in 0..<40 { _ = try await store.makeJob(in: .pending, of: id) } }
        }
        try await group.waitForAll()
      }
      #expect(try await store.cancelPendingJobs(of: id) == 2_000)
      let outcomes = try await store.outcomes(of: id, after: nil, limit: 3_000).map(\.job)
      #expect(outcomes.map(\.number) == Array(0..<2_000))
      #expect(outcomes.map(\.outcomeNumber) == Array(0..<2_000))
      #expect(try await store.tally(of: id).jobs[.cancelled] == 2_000)
      #expect(try await store.openJobs(of: id).isEmpty)
    },
    ConnectorContract("Outcomes and open jobs of an unknown experiment are an error") { fixture in
      let store = try await fixture.connect()
      let id = ExperimentID(rawValue: nobody)
      await expectThrow(.unknownExperiment(id)) {
        _ = try await store.outcomes(of: id, after: nil, limit: 1)
      }
      await expectThrow(.unknownExperiment(id)) { _ = try await store.openJobs(of: id) }
      try await refuses(.unknownExperiment(id), on: store) {
        _ = try await store.cancelPendingJobs(of: id)
      }
    },
  ]
}
