import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let histories: [ConnectorContract] = [
    ConnectorContract("History has one row a job, by id, whatever its status") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let other = try await store.beginExperiment("other")
      #expect(try await store.history(of: id, after: nil, limit: 10).isEmpty)
      #expect(try await sequence(of: store, id).isEmpty)
      var expected: [JobRecord] = []
      for status in JobStatus.allCases.reversed() {
        let job = try await store.makeJob(in: status, of: id)
        _ = try await store.beginJob(other)
        expected.append(try await store.job(job))
      }
      let retried = try await store.retryJob(
        try await store.makeJob(in: .pending, of: id), on: .exactly([]))
      expected.append(try await store.job(retried.job))
      #expect(try await store.history(of: id, after: nil, limit: 100) == expected)
      #expect(try await sequence(of: store, id) == expected)
    },
    ConnectorContract("History comes in pages that neither repeat nor skip") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      var expected: [JobID] = []
      for _ in 0..<10 { expected.append(try await store.beginJob(id).job) }
      var pages: [Int] = []
      var found: [JobID] = []
      var last: JobID?
      repeat {
        let page = try await store.history(of: id, after: last, limit: 4)
        pages.append(page.count)
        found += page.map(\.id)
        last = page.last?.id
      } while last != nil
      #expect(pages == [4, 4, 2, 0])
      #expect(found == expected)
      #expect(try await store.history(of: id, after: nil, limit: .max).count == 10)
    },
    ConnectorContract("History as a sequence walks over any number of pages") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<50 {
          group.addTask { for _ in 0..<24 { _ = try await store.beginJob(id) } }
        }
        try await group.waitForAll()
      }
      let jobs = try await sequence(of: store, id)
      #expect(jobs.count == 1_200)
      #expect(jobs.map(\.id) == jobs.map(\.id).sorted())
      #expect(jobs.map(\.number).sorted() == Array(0..<1_200))
    },
  ]

  static let bests: [ConnectorContract] = [
    ConnectorContract("The best job follows the experiment's goal, or the one asked for") {
      fixture in
      let store = try await fixture.connect()
      for goal in OptimizationGoal.allCases {
        let id = try await store.beginExperiment(goal: goal)
        var jobs: [JobID] = []
        for score in [0.5, -3, 7, 7.000_000_1, 2] {
          jobs.append(try await store.runJob(id, score: score))
        }
        let best = try await store.bestResult(of: id)
        #expect(best?.id == (goal == .maximize ? jobs[3] : jobs[1]))
        #expect(try await store.bestResult(of: id, goal: .maximize)?.id == jobs[3])
        #expect(try await store.bestResult(of: id, goal: .minimize)?.id == jobs[1])
        let up = try await store.bestResults(
          of: id, goal: .maximize, limit: 10, includingEarlyStopped: false)
        #expect(up.map(\.id) == [jobs[3], jobs[2], jobs[4], jobs[0], jobs[1]])
        let down = try await store.bestResults(
          of: id, goal: .minimize, limit: 2, includingEarlyStopped: false)
        #expect(down.map(\.id) == [jobs[1], jobs[0]])
        #expect(down.map(\.score) == [-3, 0.5])
      }
    },
    ConnectorContract("The best job comes with its parameters") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let parameters: ParameterSet = ["lr": 0.1, "layers": 3]
      let job = try await store.startJob(
        JobRequest(experiment: id, recommendation: 4, parameters: parameters)
      ).job
      try await store.finishJob(JobCompletion(job: job, score: try Score(1)))
      let best = try await store.bestResult(of: id)
      #expect(best == (try await store.job(job)))
      #expect(best?.parameters == parameters)
      #expect(best?.recommendation == 4)
    },
    ConnectorContract("Among equal scores the lowest id is the best") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      var open: [JobID] = []
      for _ in 0..<4 { open.append(try await store.beginJob(id).job) }
      for (index, job) in open.enumerated().reversed() {
        try await store.finishJob(
          JobCompletion(job: job, score: try Score(index.isMultiple(of: 2) ? 0.0 : -0.0)))
      }
      for goal in OptimizationGoal.allCases {
        let best = try await store.bestResults(
          of: id, goal: goal, limit: 4, includingEarlyStopped: false)
        #expect(best.map(\.id) == open)
      }
    },
    ConnectorContract("There is no best job where none is FINISHED with a score") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      #expect(try await store.bestResult(of: id) == nil)
      for status in JobStatus.allCases where status != .finished {
        _ = try await store.makeJob(in: status, of: id)
      }
      _ = try await store.runJob(try await store.beginExperiment("other"), score: 1)
      #expect(try await store.bestResult(of: id) == nil)
      #expect(try await store.bestResult(of: id, includingEarlyStopped: true) == nil)
      #expect(try await store.bestResults(of: id, limit: 5).isEmpty)
    },
    ConnectorContract("EARLY_STOPPED jobs compete only when asked for") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let stopped = try await store.runJob(id, .earlyStopped, score: 9)
      #expect(try await store.bestResult(of: id) == nil)
      #expect(try await store.bestResult(of: id, includingEarlyStopped: true)?.id == stopped)
      let finished = try await store.runJob(id, score: 1)
      #expect(try await store.bestResult(of: id)?.id == finished)
      let low = try await store.runJob(id, .earlyStopped, score: 0.5)
      let all = try await store.bestResults(
        of: id, goal: nil, limit: 10, includingEarlyStopped: true)
      #expect(all.map(\.id) == [stopped, finished, low])
      let one = try await store.bestResults(
        of: id, goal: .minimize, limit: 1, includingEarlyStopped: true)
      #expect(one.map(\.id) == [low])
    },
    ConnectorContract("Scores keep every bit over their whole range") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let scores: [Double] = [
        -.greatestFiniteMagnitude, -1e300, -.pi, -.leastNonzeroMagnitude, 0,
        .leastNonzeroMagnitude, .leastNormalMagnitude, 0.1, 0.1 + 0.2, 1 + .ulpOfOne,
        9_007_199_254_740_992, 1e300, .greatestFiniteMagnitude,
      ]
      for score in scores {
        let job = try await store.beginJob(id).job
        _ = try await store.saveIntermediateResult(score, for: job)
        try await store.finishJob(JobCompletion(job: job, score: try Score(score)))
        #expect(try await store.intermediateResults(job: job).map(\.score) == [score])
      }
      let best = try await store.bestResults(
        of: id, goal: .minimize, limit: 100, includingEarlyStopped: false)
      #expect(best.map(\.score) == scores)
    },
  ]
}
