import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let experimentLists: [ConnectorContract] = [
    ConnectorContract("Experiments are listed by id, of all users or one") { fixture in
      let store = try await fixture.connect()
      #expect(try await store.experiments().isEmpty)
      var ids: [ExperimentID] = []
      for user in ["bob", "ada", "bob"] {
        ids.append(
          try await store.createExperiment(ExperimentRequest(user: user, name: "x \(user)")))
      }
      #expect(try await store.experiments().map(\.id) == ids)
      #expect(try await store.experiments(user: "bob").map(\.id) == [ids[0], ids[2]])
      #expect(try await store.experiments(user: "ada").map(\.user) == ["ada"])
    },
    ConnectorContract("A user never seen is an error, a user without experiments is not") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.createExperiment(ExperimentRequest(user: "ada", name: "x"))
      for user in ["nobody", "", "Ada", "a%"] {
        await expectThrow(.unknownUser(user)) { _ = try await store.experiments(user: user) }
      }
      try await store.deleteExperiment(id)
      #expect(try await store.experiments(user: "ada").isEmpty)
    },
    ConnectorContract("Experiments are filtered by status") { fixture in
      let store = try await fixture.connect()
      var ids: [ExperimentStatus: ExperimentID] = [:]
      for status in ExperimentStatus.allCases {
        ids[status] = try await store.makeExperiment(in: status)
      }
      for status in ExperimentStatus.allCases {
        let found = try await store.experiments(ExperimentFilter(statuses: [status]))
        #expect(found.map(\.id) == [ids[status]])
      }
      let two = try await store.experiments(ExperimentFilter(statuses: [.failed, .created]))
      #expect(two.map(\.status) == [.created, .failed])
      #expect(try await store.experiments(ExperimentFilter(statuses: [])).isEmpty)
    },
    ConnectorContract("Experiments are filtered by a part of their name, taken literally") {
      fixture in
      let store = try await fixture.connect()
      for name in ["Digits CNN", "digits_mlp", "100%", "a\\b", "plain", "[x]"] {
        _ = try await store.createExperiment(ExperimentRequest(user: "ada", name: name))
      }
      func found(_ text: String) async throws -> [String] {
        try await store.experiments(ExperimentFilter(name: text)).map(\.name)
      }
      #expect(try await found("DIGITS") == ["Digits CNN", "digits_mlp"])
      #expect(try await found("s_m") == ["digits_mlp"])
      #expect(try await found("_") == ["digits_mlp"])
      #expect(try await found("%") == ["100%"])
      #expect(try await found("\\") == ["a\\b"])
      #expect(try await found("[x]") == ["[x]"])
      #expect(try await found("d*s").isEmpty)
      #expect(try await found("' OR 1=1 --").isEmpty)
      #expect(try await found("").count == 6)
    },
    ConnectorContract("Experiments are filtered by creation time, from a moment before another") {
      fixture in
      let store = try await fixture.connect()
      var ids: [ExperimentID] = []
      var times: [Timestamp] = []
      for _ in 0..<4 {
        ids.append(try await store.createExperiment(ExperimentRequest(user: "ada", name: "t")))
        times.append(fixture.time.now())
        fixture.time.advance(by: .microseconds(1))
      }
      let since = try await store.experiments(ExperimentFilter(createdSince: times[1]))
      #expect(since.map(\.id) == [ids[1], ids[2], ids[3]])
      let before = try await store.experiments(ExperimentFilter(createdBefore: times[1]))
      #expect(before.map(\.id) == [ids[0]])
      let both = try await store.experiments(
        ExperimentFilter(createdSince: times[1], createdBefore: times[3]))
      #expect(both.map(\.id) == [ids[1], ids[2]])
    },
    ConnectorContract("Experiments are listed page by page, together with filters") { fixture in
      let store = try await fixture.connect()
      var ids: [ExperimentID] = []
      for index in 0..<7 {
        ids.append(
          try await store.createExperiment(
            ExperimentRequest(user: index == 3 ? "bob" : "ada", name: "p\(index)")))
      }
      var filter = ExperimentFilter(user: "ada", statuses: [.created], name: "P", limit: 2)
      var pages: [[ExperimentID]] = []
      while true {
        let page = try await store.experiments(filter).map(\.id)
        pages.append(page)
        guard let last = page.last else { break }
        filter.after = last
      }
      #expect(pages == [[ids[0], ids[1]], [ids[2], ids[4]], [ids[5], ids[6]], []])
      #expect(try await store.experiments(ExperimentFilter(limit: 0)).isEmpty)
    },
  ]

  static let tallies: [ConnectorContract] = [
    ConnectorContract("The tally is right after every kind of change") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      var attempts = 0
      var time = Duration.zero
      func expect(
        _ jobs: [JobStatus: Int], at place: SourceLocation = #_sourceLocation
      ) async throws {
        let tally = try await store.tally(of: id)
        for status in JobStatus.allCases {
          #expect(
            tally.jobs[status] ?? 0 == jobs[status] ?? 0, "\(status)", sourceLocation: place)
        }
        #expect(tally.total == jobs.values.reduce(0, +), sourceLocation: place)
        #expect(tally.attempts == attempts, sourceLocation: place)
        #expect(tally.attemptTime == time, sourceLocation: place)
      }
      func wait(_ attempts: Int) {
        fixture.time.advance(by: .milliseconds(1_500))
        time += .milliseconds(1_500) * attempts
      }
      try await expect([:])
      let first = try await store.beginJob(id)
      let second = try await store.beginJob(id)
      attempts = 2
      try await expect([.running: 2])
      wait(2)
      try await store.failAttempt(first.attempt)
      try await store.finishJob(JobCompletion(job: second.job, score: try Score(1)))
      try await expect([.pending: 1, .finished: 1])
      try await store.finishJob(JobCompletion(job: second.job, score: try Score(1)))
      fixture.time.advance(by: .seconds(10))
      let retried = try await store.retryJob(first.job, on: .exactly([]))
      attempts += 1
      try await expect([.running: 1, .finished: 1])
      wait(1)
      try await store.updateJobStatus(retried.job, to: .pending)
      try await expect([.pending: 1, .finished: 1])
      try await store.updateJobStatus(retried.job, to: .cancelled)
      try await expect([.cancelled: 1, .finished: 1])
      for status in [JobStatus.failed, .earlyStopped, .cancelled] {
        _ = try await store.runJob(id, status)
        attempts += 1
      }
      try await expect([.cancelled: 2, .finished: 1, .failed: 1, .earlyStopped: 1])
      await expectThrow(.resourceUnavailable) {
        _ = try await store.startJob(
          JobRequest(experiment: id, resources: .any(ResourceRequest(type: "none"))))
      }
      try await expect([.cancelled: 2, .finished: 1, .failed: 1, .earlyStopped: 1])
    }
  ]
}
