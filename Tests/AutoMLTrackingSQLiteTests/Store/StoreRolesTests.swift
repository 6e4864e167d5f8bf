import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import GRDB
import Testing

@Suite("The store")
struct StoreRolesTests {
  let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test("A job is started, reports, and ends, and the store is sound")
  func happyPath() async throws {
    let store = try await fixture.open()
    let (experiment, attempt) = try await store.startedJob(resources: 2)
    #expect(attempt.number == 0)
    #expect(attempt.resources.map(\.description.name) == ["cpu", "cpu:1"])
    fixture.clock.advance(by: .seconds(2))
    _ = try await store.saveIntermediateResult(1, for: attempt.job)
    _ = try await store.saveIntermediateResult(
      Score(2, labelled: [.init("loss", 0.5)]), for: attempt.job)
    try await store.finishJob(
      JobCompletion(
        job: attempt.job, score: try Score(3, labelled: [.init("loss", 0.25)]),
        ending: AttemptEnding(exitCode: 0)))
    let job = try await store.job(attempt.job)
    #expect(job.status == .finished && job.score == 3 && job.attempts == 1)
    #expect(try await store.intermediateResults(job: job.id).map(\.number) == [0, 1])
    let sets = try await store.multipleResults(job: job.id)
    #expect(sets.map(\.isLastResult) == [false, true])
    #expect(try await store.attempts(of: job.id).first?.resources == [1, 2])
    #expect(try await store.availableResources(type: "cpu") == [1, 2])
    let tally = try await store.tally(of: experiment)
    #expect(tally.jobs[.finished] == 1 && tally.total == 1)
    #expect(tally.attempts == 1 && tally.attemptTime == .seconds(2))
    try await store.endExperiment(experiment, as: .finished)
    #expect(try await store.check() == [])
    try await store.close()
  }

  @Test("The same ending twice changes nothing, another one throws")
  func endingTwice() async throws {
    let store = try await fixture.open()
    let job = try await store.startedJob().attempt.job
    try await store.finish(job, 1)
    try await store.finish(job, 1)
    await #expect(throws: tracking(.jobAlreadyEnded(job))) { try await store.finish(job, 2) }
  }

  @Test("A failed attempt leaves the job to be tried again under the next number")
  func retry() async throws {
    let store = try await fixture.open()
    let first = try await store.startedJob(resources: 1).attempt
    try await store.failAttempt(first.attempt, AttemptEnding(exitCode: 1, error: "no luck"))
    #expect(try await store.job(first.job).status == .pending)
    let second = try await store.retryJob(first.job, on: .exactly([1]))
    #expect(second.number == 1)
    let attempts = try await store.attempts(of: first.job)
    #expect(attempts.map(\.status) == [.failed, .running])
    #expect(try await store.check() == [])
  }

  @Test("A job whose resources cannot be had leaves nothing behind")
  func nothingLeftBehind() async throws {
    let store = try await fixture.open()
    let experiment = try await store.startedJob(resources: 1).experiment
    for (resources, code) in [
      (ResourceSelection.exactly([1]), TrackingError.Code.resourceUnavailable),
      (.exactly([9]), .unknownResource(9)),
      (.any(ResourceRequest(type: "gpu")), .resourceUnavailable),
    ] {
      await #expect(throws: tracking(code)) {
        try await store.startJob(JobRequest(experiment: experiment, resources: resources))
      }
    }
    #expect(try await store.tally(of: experiment).total == 1)
    #expect(try await store.check() == [])
  }

  @Test("Ties go to the job that came first, in both directions")
  func best() async throws {
    let store = try await fixture.open()
    let (experiment, first) = try await store.startedJob()
    var jobs = [first.job]
    for _ in 0..<4 { jobs.append(try await store.startJob(experiment).job) }
    for (job, score) in zip(jobs, [2.0, 1, 2, 1, 1.5]) { try await store.finish(job, score) }
    let highest = try await store.bestResults(of: experiment, limit: 9).map(\.id)
    #expect(highest == [1, 3, 5, 2, 4])
    let lowest = try await store.bestResults(
      of: experiment, goal: .minimize, limit: 2, includingEarlyStopped: true)
    #expect(lowest.map(\.id) == [2, 4])
  }

  @Test("A name that is taken gets the first free suffix, and _ and % mean themselves")
  func names() async throws {
    let store = try await fixture.open()
    var names: [String] = []
    for name in ["a_b", "axb", "axb", "a_b", "a_b", "a_b (1)"] {
      let id = try await store.createExperiment(ExperimentRequest(user: "ada", name: name))
      names.append(try await store.experiment(id).name)
    }
    #expect(names == ["a_b", "axb", "axb (1)", "a_b (1)", "a_b (2)", "a_b (1) (1)"])
    let found = try await store.experiments(ExperimentFilter(name: "A_B"))
    #expect(found.map(\.id) == [1, 4, 5, 6])
  }

  @Test("A reset gives up jobs and messages, and their ids stay used")
  func reset() async throws {
    let store = try await fixture.open()
    let (experiment, attempt) = try await store.startedJob()
    _ = try await store.saveIntermediateResult(1, for: attempt.job)
    try await store.logErrorMessage("nul \0 inside", for: experiment)
    await #expect(throws: tracking(.experimentRunning(experiment))) {
      try await store.endExperiment(experiment, as: .stopped)
    }
    try await store.updateJobStatus(attempt.job, to: .cancelled)
    try await store.endExperiment(experiment, as: .stopped)
    #expect(try await store.errorMessages(of: experiment).map(\.text) == ["nul \u{FFFD} inside"])
    try await store.resetExperiment(id: experiment)
    #expect(try await store.tally(of: experiment).total == 0)
    #expect(try await store.tally(of: experiment).attempts == 0)
    #expect(try await store.experiment(experiment).errorMessage == nil)
    try await store.startExperiment(id: experiment)
    #expect(try await store.startJob(experiment).job == 2)
    #expect(try await store.check() == [])
  }

  @Test("A clock that is set back breaks no rule of the schema")
  func clockSetBack() async throws {
    let store = try await fixture.open()
    let (experiment, attempt) = try await store.startedJob(resources: 1)
    fixture.clock.advance(by: .seconds(-3_600))
    _ = try await store.saveIntermediateResult(1, for: attempt.job)
    try await store.heartbeat()
    try await store.finish(attempt.job, 1)
    try await store.endExperiment(experiment, as: .finished)
    let job = try await store.job(attempt.job)
    #expect(job.ended == job.started)
    #expect(try await store.check() == [])
    try await store.close()
  }

  @Test("Resources are held by sessions and handed over only free")
  func resources() async throws {
    let store = try await fixture.open()
    let other = try await fixture.open { $0.recoversOnOpen = false }
    let ids = try await store.addResources([
      .init(type: "gpu", device: 0), .init(type: "gpu", device: 1), .init(type: "cpu"),
    ])
    await #expect(throws: tracking(.invalidRequest)) {
      try await store.addResources([.init(type: "fpga"), .init(type: "cpu")])
    }
    #expect(try await store.resourceTypes() == ["cpu", "gpu"])
    #expect(try await store.takeResource(ids[0]))
    #expect(try await !store.takeResource(ids[0]))
    #expect(try await !other.takeResource(ids[0]))
    await #expect(throws: tracking(.heldByAnotherSession(ids[0]))) {
      try await other.freeResource(ids[0])
    }
    #expect(try await other.acquireResources(type: "gpu", count: 2) == nil)
    let avoided = try await store.availableResources(
      type: "gpu", user: nil, avoiding: Set(ids))
    #expect(avoided == [ids[1]])
    #expect(try await store.freeAllResources() == 1)
    #expect(try await !store.freeResource(ids[0]))
    #expect(try await other.acquireResources(type: "gpu", count: 2) == [1, 2])
    try await other.close()
    #expect(try await store.availableResources(type: "gpu") == [1, 2])
  }

  @Test(
    "Questions in SQL read, and nothing else",
    arguments: [
      "DELETE FROM job", "SELECT 1; DELETE FROM job", "ATTACH '/tmp/x.db' AS x", "BEGIN",
      "DROP TABLE job", "nonsense", "",
    ])
  func refusedQuestions(sql: String) async throws {
    let store = try await fixture.open()
    await #expect(throws: tracking(.invalidRequest)) { try await store.query(sql: sql) }
    #expect(try await store.check() == [])
  }

  @Test("A question in SQL is answered with columns and rows, up to a limit")
  func question() async throws {
    let store = try await fixture.open()
    _ = try await store.startedJob()
    let answer = try await store.query(
      sql: "SELECT jid, 1.5 AS x, NULL AS y, 'a' AS z, x'0aff' AS b FROM job")
    #expect(answer.columns == ["jid", "x", "y", "z", "b"])
    #expect(answer.rows == [[1, 1.5, nil, "a", "0aff"]])
    let cut = try await store.query(sql: "VALUES (1), (2), (3)", limit: 2)
    #expect(cut.rows.count == 2 && cut.isTruncated)
  }

  @Test("A hand that breaks a rule between tables is found out")
  func checkFinds() async throws {
    let store = try await fixture.open()
    _ = try await store.startedJob(resources: 1)
    try fixture.raw { db in
      try db.execute(sql: "UPDATE experiment_tally SET running = 7")
      try db.execute(sql: "UPDATE job SET status = 'PENDING'")
      try db.execute(sql: "UPDATE engine_session SET ended = started")
    }
    let problems = try await store.check()
    #expect(problems.count == 5, "\(problems)")
  }
}
