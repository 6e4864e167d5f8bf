import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  private static let texts = [
    "it's \"quoted\" `so`", "'; DROP TABLE job; --", "1 OR 1=1", "Robert'); DELETE FROM user",
    "line\nbreak\r\nand\ttab", "größe 模型 🧪 e\u{301} \u{1F468}\u{200D}\u{1F469}",
    "?1 :name @name $name", "%_[*]?", "$(rm -rf /) `id` ; ls", "<script>alert(1)</script>",
    "../../etc/passwd", "\u{FEFF}bom \u{202E}turned", " spaces ", "NULL", "0x10", "1e999",
    "{\"json\": [1, null]}", String(repeating: "long ", count: 4_000), "\\", "\u{1}\u{7F}",
  ]

  static let data: [ConnectorContract] = [
    ConnectorContract("Texts of any content are kept as data, letter by letter") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      for (index, text) in texts.enumerated() {
        let description = ResourceDescription(
          type: text, name: text, host: text, device: index)
        let resource = try await store.addResources([description])[0]
        #expect(try await other.availableResources(type: text) == [resource])
        let request = ExperimentRequest(
          user: text, name: text, labels: [text, text + "2"],
          configuration: .object([.init(text, .string(text))]), searchSpace: .string(text))
        let id = try await store.startExperiment(request)
        let parameters = ParameterSet([(text, .text(text))])
        let started = try await store.startJob(
          JobRequest(
            experiment: id, recommendation: try RecommendationID(text), parameters: parameters,
            resources: .exactly([resource])))
        try await store.recordProcess(nil, logPath: text, for: started.attempt)
        try await store.failAttempt(started.attempt, AttemptEnding(error: text))
        _ = try await store.retryJob(started.job, on: .any(ResourceRequest(type: text)))
        let score = try Score(1, labelled: [LabelledValue(text, 2)])
        try await store.finishJob(JobCompletion(job: started.job, score: score))
        try await store.logErrorMessage(text, for: id)

        #expect(try await other.resources(type: text).map(\.description) == [description])
        let record = try await other.experiment(id)
        #expect(record.user == text)
        #expect(record.name == text)
        #expect(record.labels == request.labels)
        #expect(record.configuration == request.configuration)
        #expect(record.searchSpace == request.searchSpace)
        #expect(record.errorMessage == text)
        #expect(try await other.experiments(user: text).map(\.id) == [id])
        #expect(try await other.experiments(ExperimentFilter(name: text)).map(\.id) == [id])
        let job = try await other.job(started.job)
        #expect(job.parameters == parameters)
        #expect(try job.recommendation?.value(as: String.self) == text)
        let attempt = try await other.attempts(of: job.id)[0]
        #expect(attempt.logPath == text)
        #expect(attempt.ending.error == text)
        #expect(try await other.multipleResults(job: job.id).map(\.label) == [text])
        let again = try await store.createExperiment(request)
        #expect(try await other.experiment(again).name == "\(text) (1)")
      }
      #expect(try await other.experiments().count == 2 * texts.count)
    },
    ConnectorContract("JSON keeps its order, its kinds of numbers and its texts") { fixture in
      let store = try await fixture.connect()
      let document: JSONValue = [
        "z": [1, 1.0, -1, 1e21, 0.1, true, false, nil, "1"], "a": ["b": ["c": []], "": nil],
        "big": .integer(.max), "small": .integer(.min), "tiny": .number(.leastNonzeroMagnitude),
        "text": "a\"b\\c\n/é🧪",
      ]
      let id = try await store.startExperiment(
        ExperimentRequest(
          user: "ada", name: "json", configuration: document, searchSpace: document))
      let record = try await store.experiment(id)
      #expect(record.configuration == document)
      #expect(record.searchSpace == document)
      let parameters: ParameterSet = [
        "z": 1, "y": 1.0, "x": true, "w": "1", "v": "true", "u": 1e300, "t": 0.1,
      ]
      let job = try await store.startJob(JobRequest(experiment: id, parameters: parameters)).job
      #expect(try await store.job(job).parameters == parameters)
    },
    ConnectorContract("Connectors of one store see each other's changes at once") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let gpus = try await store.addGPUs(1)
      let id = try await other.beginExperiment()
      for number in 0..<20 {
        let (writer, reader) = number.isMultiple(of: 2) ? (store, other) : (other, store)
        let started = try await writer.beginJob(id, on: gpus)
        #expect(try await reader.availableResources(type: "gpu").isEmpty)
        #expect(try await reader.job(started.job).number == number)
        _ = try await reader.saveIntermediateResult(Double(number), for: started.job)
        #expect(try await writer.intermediateResults(job: started.job).count == 1)
        try await writer.finishJob(
          JobCompletion(job: started.job, score: try Score(Double(number))))
        #expect(try await reader.bestResult(of: id)?.id == started.job)
      }
    },
  ]

  static let concurrency: [ConnectorContract] = [
    ConnectorContract("32 tasks at once lose nothing and mix nothing up") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let jobs = try await withThrowingTaskGroup(of: [JobID].self) { group in
        for task in 0..<32 {
          group.addTask {
            var jobs: [JobID] = []
            for round in 0..<5 {
              let started = try await store.startJob(
                JobRequest(
                  experiment: id, parameters: ["task": .integer(Int64(task))],
                  resources: .any(ResourceRequest(type: "cpu", createsMissing: true))))
              for step in 0..<3 {
                let score = Double(task * 100 + round * 10 + step)
                _ = try await store.saveIntermediateResult(score, for: started.job)
              }
              try await store.finishJob(
                JobCompletion(job: started.job, score: try Score(Double(task))))
              jobs.append(started.job)
            }
            return jobs
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(Set(jobs).count == 160)
      let history = try await store.history(of: id, after: nil, limit: 1_000)
      #expect(history.map(\.id) == jobs.sorted())
      #expect(history.map(\.number) == Array(0..<160))
      #expect(history.allSatisfy { $0.parameters["task"]?.number == $0.score })
      let results = try await store.intermediateResults(
        experiment: id, status: .finished, attempts: .all)
      #expect(results.values.allSatisfy { $0.map(\.number) == [0, 1, 2] })
      #expect(results.values.reduce(0) { $0 + $1.count } == 480)
      #expect(try await store.tally(of: id).jobs[.finished] == 160)
      #expect(try await store.resources().allSatisfy { $0.status == .free })
      #expect(try await store.sessions(live: false).count == 1)
    },
    ConnectorContract("A refused call does not harm those that run beside it") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let done = try await store.runJob(id, score: 1)
      let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<64 {
          group.addTask {
            if index.isMultiple(of: 3) {
              _ = try await store.beginJob(id)
              return true
            }
            do {
              if index % 3 == 1 {
                try await store.updateJobStatus(done, to: .failed)
              } else {
                _ = try await store.saveIntermediateResult(1, for: done)
              }
              return true
            } catch is TrackingError {
              return false
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 } == 22)
      let jobs = try await store.history(of: id, after: nil, limit: 100)
      #expect(jobs.map(\.number) == Array(0..<23))
      #expect(try await store.job(done).status == .finished)
    },
    ConnectorContract("After any refusal another process writes at once") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      try await store.deleteExperiment(try await store.makeExperiment(in: .finished))
      let id = try await store.beginExperiment()
      for call in everyCall {
        // Most of these name what does not exist; whatever they do, no lock may stay behind.
        do { try await call(store) } catch is TrackingError {}
        try await other.logErrorMessage("still here", for: id)
      }
      #expect(try await other.errorMessages(of: id).count { $0.text == "still here" } > 40)
    },
    ConnectorContract("What a cancelled caller asked for is done") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let tasks = (0..<32).map { number in
        Task {
          // Some are cancelled before they call, some while they wait.
          if number < 16 { withUnsafeCurrentTask { $0?.cancel() } }
          return try await store.beginJob(id).job
        }
      }
      for task in tasks { task.cancel() }
      var started: Set<JobID> = []
      for task in tasks { started.insert(try await task.value) }
      #expect(started.count == 32)
      let jobs = try await store.history(of: id, after: nil, limit: 100)
      #expect(started.isSubset(of: jobs.map(\.id)))
      #expect(jobs.map(\.number) == Array(jobs.indices))
      #expect(try await store.beginJob(id).number == 0)
    },
  ]
}
