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
  ]
}
