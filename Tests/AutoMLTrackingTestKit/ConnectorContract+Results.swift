import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let intermediateResults: [ConnectorContract] = [
    ConnectorContract("Intermediate results are numbered from 0 within their attempt") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let first = try await store.beginJob(id)
      let other = try await store.beginJob(id)
      var expected: [IntermediateResultRecord] = []
      for number in 0..<3 {
        let score = Double(number) / 2
        let result = try await store.saveIntermediateResult(score, for: first.job)
        expected.append(
          IntermediateResultRecord(
            id: result, job: first.job, attempt: first.attempt, number: number, score: score,
            time: fixture.time.now()))
        _ = try await store.saveIntermediateResult(-score, for: other.job)
        fixture.time.advance(by: .milliseconds(1))
      }
      #expect(try await store.intermediateResults(job: first.job) == expected)
      #expect(try await store.intermediateResults(job: other.job).map(\.score) == [0, -0.5, -1])
      #expect(expected.map(\.id) == expected.map(\.id).sorted())
    },
    ConnectorContract("Each attempt has its own results, and the last is read by default") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let first = try await store.beginJob(id)
      _ = try await store.saveIntermediateResult(1, for: first.job)
      _ = try await store.saveIntermediateResult(2, for: first.job)
      try await store.failAttempt(first.attempt)
      #expect(try await store.intermediateResults(job: first.job).map(\.score) == [1, 2])
      let second = try await store.retryJob(first.job, on: .exactly([]))
      #expect(try await store.intermediateResults(job: first.job).isEmpty)
      _ = try await store.saveIntermediateResult(3, for: first.job)
      let last = try await store.intermediateResults(job: first.job)
      #expect(last.map(\.number) == [0])
      #expect(last.map(\.attempt) == [second.attempt])
      let all = try await store.intermediateResults(job: first.job, attempts: .all)
      #expect(all.map(\.score) == [1, 2, 3])
      #expect(all.map(\.number) == [0, 1, 0])
      let byExperiment = try await store.intermediateResults(
        experiment: id, status: nil, attempts: .last)
      #expect(byExperiment == [first.job: last])
      let allByExperiment = try await store.intermediateResults(
        experiment: id, status: .running, attempts: .all)
      #expect(allByExperiment == [first.job: all])
    },
    ConnectorContract("Results of many jobs are kept in one transaction, in order") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let jobs = [try await store.beginJob(id).job, try await store.beginJob(id).job]
      #expect(try await store.saveIntermediateResults([]).isEmpty)
      let reports = try (0..<1_000).map {
        IntermediateReport(job: jobs[$0 % 2], score: try Score(Double($0)))
      }
      let ids = try await store.saveIntermediateResults(reports)
      #expect(ids.count == 1_000)
      #expect(ids == ids.sorted())
      let results = try await store.intermediateResults(jobs: jobs, attempts: .last)
      for (index, job) in jobs.enumerated() {
        #expect(results[job]?.map(\.number) == Array(0..<500))
        #expect(results[job]?.map(\.score) == (0..<500).map { Double($0 * 2 + index) })
        #expect(results[job]?.map(\.id) == (0..<500).map { ids[$0 * 2 + index] })
      }
    },
    ConnectorContract("One bad report refuses all those beside it") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let good = IntermediateReport(job: try await store.beginJob(id).job, score: try Score(1))
      let done = try await store.runJob(id, score: 1)
      let waiting = try await store.makeJob(in: .pending, of: id)
      let unknown = JobID(rawValue: nobody)
      for (job, code) in [
        (done, TrackingError.Code.jobNotRunning(done)),
        (waiting, .jobNotRunning(waiting)), (unknown, .unknownJob(unknown)),
      ] {
        let bad = IntermediateReport(job: job, score: try Score(2))
        try await refuses(code, on: store) {
          _ = try await store.saveIntermediateResults([good, bad, good])
        }
      }
      let twice = try Score(1, labelled: [LabelledValue("a", 1), LabelledValue("a", 1)])
      try await refusesLabels(on: store) {
        _ = try await store.saveIntermediateResults([
          good, IntermediateReport(job: good.job, score: twice),
        ])
      }
    },
    ConnectorContract("Numbers that are not finite are refused everywhere") { fixture in
      let store = try await fixture.connect()
      let job = try await store.beginJob(try await store.beginExperiment()).job
      for bad in [Double.nan, .infinity, -.infinity, .signalingNaN] {
        try await refuses(.nonFiniteScore, on: store) {
          _ = try await store.saveIntermediateResult(bad, for: job)
        }
        try await refuses(.nonFiniteScore, on: store) {
          _ = try await store.saveMultipleResults(
            labels: ["a", "b"], scores: [1, bad], job: job, intermediateResult: nil)
        }
      }
    },
    ConnectorContract("A number's labelled companions are a set that points to it") { fixture in
      let store = try await fixture.connect()
      let started = try await store.beginJob(try await store.beginExperiment())
      let labelled = [LabelledValue("loss", 0.5), LabelledValue("acc", 0.25)]
      for index in 0..<2 {
        let id = try await store.saveIntermediateResult(
          try Score(1, labelled: labelled), for: started.job)
        let set = try await store.multipleResults(job: started.job).filter { $0.set == index }
        #expect(set.map(\.label) == ["loss", "acc"])
        #expect(set.map(\.value) == [0.5, 0.25])
        #expect(set.map(\.order) == [0, 1])
        #expect(
          set.allSatisfy {
            $0.intermediateResult == id && $0.attempt == started.attempt && !$0.isLastResult
          })
      }
    },
    ConnectorContract("Results of jobs are found for any number of ids") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      #expect(try await store.intermediateResults(jobs: [], attempts: .all).isEmpty)
      let silent = try await store.beginJob(id).job
      var jobs: [JobID] = []
      for _ in 0..<20 { jobs.append(try await store.beginJob(id).job) }
      _ = try await store.saveIntermediateResults(
        try jobs.map { IntermediateReport(job: $0, score: try Score(1)) })
      let many = (0..<40_000).map { jobs[$0 % 20] } + [silent]
      let found = try await store.intermediateResults(jobs: many, attempts: .last)
      #expect(Set(found.keys) == Set(jobs))
      #expect(found.values.allSatisfy { $0.count == 1 })
      let strangers = (1...40_000).map { JobID(rawValue: nobody + $0) }
      do {
        _ = try await store.intermediateResults(jobs: jobs + strangers, attempts: .last)
        Issue.record("Unknown jobs were accepted")
      } catch let error as TrackingError {
        #expect(strangers.contains { error.code == .unknownJob($0) })
      }
    },
    ConnectorContract("Results of an experiment are found by the status of its jobs") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      var jobs: [JobStatus: JobID] = [:]
      for status in JobStatus.allCases {
        let started = try await store.beginJob(id)
        _ = try await store.saveIntermediateResult(1, for: started.job)
        jobs[status] = started.job
        switch status {
        case .running: break
        case .pending: try await store.failAttempt(started.attempt)
        case .finished:
          try await store.finishJob(JobCompletion(job: started.job, score: try Score(1)))
        case .failed, .earlyStopped, .cancelled:
          try await store.finishJob(JobCompletion(job: started.job, status: status))
        }
      }
      _ = try await store.beginJob(id)
      let foreign = try await store.beginJob(try await store.beginExperiment("other")).job
      _ = try await store.saveIntermediateResult(1, for: foreign)
      for status in JobStatus.allCases {
        let found = try await store.intermediateResults(
          experiment: id, status: status, attempts: .last)
        #expect(Array(found.keys) == [jobs[status]])
      }
      let all = try await store.intermediateResults(
        experiment: id, status: nil, attempts: .last)
      #expect(Set(all.keys) == Set(jobs.values))
    },
  ]

  static let multipleResults: [ConnectorContract] = [
    ConnectorContract("Labelled numbers are kept in sets, in order") { fixture in
      let store = try await fixture.connect()
      let started = try await store.beginJob(try await store.beginExperiment())
      let result = try await store.saveIntermediateResult(1, for: started.job)
      #expect(try await store.multipleResults(job: started.job).isEmpty)
      let first = try await store.saveMultipleResults(
        labels: ["z", "a"], scores: [1, -2.5], job: started.job, intermediateResult: result)
      fixture.time.advance(by: .seconds(1))
      let second = try await store.saveMultipleResults(
        labels: ["z"], scores: [3], job: started.job, intermediateResult: nil)
      let start = fixture.time.now().advanced(by: .seconds(-1))
      func row(
        _ id: MultipleResultID, _ result: IntermediateResultID?, set: Int, _ label: String,
        _ order: Int, _ value: Double, _ time: Timestamp
      ) -> MultipleResultRecord {
        MultipleResultRecord(
          id: id, job: started.job, attempt: started.attempt, intermediateResult: result,
          set: set, label: label, order: order, value: value, time: time, isLastResult: false)
      }
      #expect(
        try await store.multipleResults(job: started.job) == [
          row(first[0], result, set: 0, "z", 0, 1, start),
          row(first[1], result, set: 0, "a", 1, -2.5, start),
          row(second[0], nil, set: 1, "z", 0, 3, fixture.time.now()),
        ])
    },
    ConnectorContract("Labels and numbers must match, and no label stands twice") { fixture in
      let store = try await fixture.connect()
      let job = try await store.beginJob(try await store.beginExperiment()).job
      for (labels, scores) in [
        (["a", "b"], [1.0]), (["a"], [1, 2]), ([], [1]), (["a"], []), (["a", "a"], [1]),
      ] {
        let code = TrackingError.Code.labelMismatch(labels: labels.count, scores: scores.count)
        try await refuses(code, on: store) {
          _ = try await store.saveMultipleResults(
            labels: labels, scores: scores, job: job, intermediateResult: nil)
        }
      }
      try await refusesLabels(on: store) {
        _ = try await store.saveMultipleResults(
          labels: ["a", "b", "a"], scores: [1, 2, 3], job: job, intermediateResult: nil)
      }
    },
    ConnectorContract("Labelled numbers belong to a RUNNING job and one of its results") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.beginJob(id).job
      let foreign = try await store.saveIntermediateResult(
        1, for: try await store.beginJob(id).job)
      for result in [foreign, IntermediateResultID(rawValue: nobody)] {
        try await refuses(.unknownIntermediateResult(result), on: store) {
          _ = try await store.saveMultipleResults(
            labels: ["a"], scores: [1], job: job, intermediateResult: result)
        }
      }
      for status in JobStatus.allCases where status != .running {
        let job = try await store.makeJob(in: status, of: id)
        try await refuses(.jobNotRunning(job), on: store) {
          _ = try await store.saveMultipleResults(
            labels: ["a"], scores: [1], job: job, intermediateResult: nil)
        }
      }
    },
    ConnectorContract("Exactly one set of a job is the last one, also after a retry") { fixture in
      let store = try await fixture.connect()
      let started = try await store.beginJob(try await store.beginExperiment())
      let job = started.job
      func save(_ value: Double) async throws {
        _ = try await store.saveMultipleResults(
          labels: ["a", "b"], scores: [value, -value], job: job, intermediateResult: nil)
      }
      func last() async throws -> [Double] {
        try await store.multipleResults(job: job).filter(\.isLastResult).map(\.value)
      }
      #expect(try await store.setLastMultipleResults(for: job) == false)
      try await save(1)
      #expect(try await last().isEmpty)
      #expect(try await store.setLastMultipleResults(for: job))
      #expect(try await last() == [1, -1])
      try await save(2)
      #expect(try await last() == [1, -1])
      #expect(try await store.setLastMultipleResults(for: job))
      #expect(try await last() == [2, -2])
      #expect(try await store.setLastMultipleResults(for: job))
      #expect(try await last() == [2, -2])
      try await store.failAttempt(started.attempt)
      _ = try await store.retryJob(job, on: .exactly([]))
      try await save(3)
      #expect(try await store.setLastMultipleResults(for: job))
      #expect(try await last() == [3, -3])
      try await store.finishJob(
        JobCompletion(job: job, score: try Score(1, labelled: [LabelledValue("a", 4)])))
      #expect(try await last() == [4])
      #expect(try await store.multipleResults(job: job).map(\.set) == [0, 0, 1, 1, 2, 2, 3])
    },
  ]
}
