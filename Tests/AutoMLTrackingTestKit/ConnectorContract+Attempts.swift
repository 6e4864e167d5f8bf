import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let attempts: [ConnectorContract] = [
    ConnectorContract("A retry is the next attempt and takes its own resources") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let id = try await store.beginExperiment()
      let first = try await store.beginJob(id, on: [gpus[0]])
      let start = fixture.time.now()
      var last = first
      for number in 1...3 {
        try await store.failAttempt(last.attempt)
        fixture.time.advance(by: .seconds(1))
        last = try await store.retryJob(first.job, on: .exactly([gpus[1]]))
        #expect(last.job == first.job)
        #expect(last.number == number)
        #expect(last.resources.map(\.id) == [gpus[1]])
      }
      let job = try await store.job(first.job)
      #expect(job.status == .running)
      #expect(job.attempts == 4)
      #expect(job.started == start)
      let attempts = try await store.attempts(of: first.job)
      #expect(attempts.map(\.number) == [0, 1, 2, 3])
      #expect(attempts.map(\.status) == [.failed, .failed, .failed, .running])
      #expect(attempts.map(\.resources) == [[gpus[0]], [gpus[1]], [gpus[1]], [gpus[1]]])
      #expect(try await store.availableResources(type: "gpu") == [gpus[0]])
    },
    ConnectorContract("Another session may retry a job, and the attempt is its own") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.makeJob(in: .pending, of: id)
      _ = try await other.retryJob(job, on: .exactly([]))
      let sessions = try await store.attempts(of: job).map(\.session)
      #expect(sessions == [try await store.session().id, try await other.session().id])
    },
    ConnectorContract("Only a PENDING job of a RUNNING experiment is retried") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      for status in JobStatus.allCases where status != .pending {
        let job = try await store.makeJob(in: status, of: id)
        try await refusesStep(on: store) { _ = try await store.retryJob(job, on: .exactly([])) }
      }
      let other = try await store.beginExperiment("other")
      let job = try await store.makeJob(in: .pending, of: other)
      try await store.endExperiment(other, as: .stopped)
      try await refusesStep(on: store) { _ = try await store.retryJob(job, on: .exactly([])) }
    },
    ConnectorContract("Of many racing retries exactly one starts") { fixture in
      let stores = [try await fixture.connect(), try await fixture.connect()]
      let id = try await stores[0].beginExperiment()
      let job = try await stores[0].makeJob(in: .pending, of: id)
      let wins = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<16 {
          group.addTask {
            do {
              _ = try await stores[index % 2].retryJob(job, on: .exactly([]))
              return 1
            } catch let error as TrackingError {
              guard case .illegalTransition = error.code else { throw error }
              return 0
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(wins == 1)
      #expect(try await stores[1].attempts(of: job).count == 2)
    },
    ConnectorContract("A failed attempt ends, frees its resources and leaves its job PENDING") {
      fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let id = try await store.beginExperiment()
      for status in [AttemptStatus.failed, .cancelled, .lost] {
        let started = try await store.beginJob(id, on: gpus)
        fixture.time.advance(by: .seconds(2))
        let ending = AttemptEnding(exitCode: 3, signal: 9, error: "no memory")
        try await store.failAttempt(started.attempt, as: status, ending)
        let attempt = try await store.attempts(of: started.job)[0]
        #expect(attempt.status == status)
        #expect(attempt.ended == fixture.time.now())
        #expect(attempt.ending == ending)
        #expect(attempt.resources == gpus)
        let job = try await store.job(started.job)
        #expect(job.status == .pending)
        #expect(job.ended == nil)
        #expect(job.score == nil)
        #expect(try await store.availableResources(type: "gpu") == gpus)
      }
    },
    ConnectorContract("An attempt fails once, and only as FAILED, CANCELLED or LOST") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let started = try await store.beginJob(id)
      for status in [AttemptStatus.running, .succeeded, .earlyStopped] {
        let code = TrackingError.Code.illegalTransition(from: "RUNNING", to: status.rawValue)
        try await refuses(code, on: store) {
          try await store.failAttempt(started.attempt, as: status, AttemptEnding())
        }
      }
      try await store.failAttempt(started.attempt)
      for status in AttemptStatus.allCases {
        let code = TrackingError.Code.illegalTransition(from: "FAILED", to: status.rawValue)
        try await refuses(code, on: store) {
          try await store.failAttempt(started.attempt, as: status, AttemptEnding())
        }
      }
      _ = try await store.retryJob(started.job, on: .exactly([]))
      try await refusesStep(on: store) { try await store.failAttempt(started.attempt) }
    },
    ConnectorContract("Where an attempt runs and prints is remembered") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let started = try await store.beginJob(id)
      let group = ProcessGroup(id: 2_000_000_001, startTime: 77)
      try await store.recordProcess(group, logPath: "/tmp/a b.log", for: started.attempt)
      let attempt = try await store.attempts(of: started.job)[0]
      #expect(attempt.processGroup == group)
      #expect(attempt.logPath == "/tmp/a b.log")
      let next = try await store.beginJob(id)
      let untimed = ProcessGroup(id: 2_000_000_002, startTime: nil)
      try await store.recordProcess(untimed, logPath: nil, for: next.attempt)
      #expect(try await store.attempts(of: next.job)[0].processGroup == untimed)
      #expect(try await store.attempts(of: next.job)[0].logPath == nil)
      try await store.finishJob(JobCompletion(job: started.job, score: try Score(1)))
      try await refuses(.jobNotRunning(started.job), on: store) {
        try await store.recordProcess(group, logPath: nil, for: started.attempt)
      }
    },
    ConnectorContract("Attempts that do not exist are refused by every call") { fixture in
      let store = try await fixture.connect()
      _ = try await store.beginJob(try await store.beginExperiment())
      for id in [AttemptID(rawValue: nobody), 0, -1] {
        try await refuses(.unknownAttempt(id), on: store) { try await store.failAttempt(id) }
        try await refuses(.unknownAttempt(id), on: store) {
          try await store.recordProcess(nil, logPath: "x", for: id)
        }
      }
    },
  ]
}
