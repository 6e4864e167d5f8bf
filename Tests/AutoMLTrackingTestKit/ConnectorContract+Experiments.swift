import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let experiments: [ConnectorContract] = [
    ConnectorContract("A created experiment is recorded as described and not started") { fixture in
      let store = try await fixture.connect()
      let request = ExperimentRequest(
        user: "ada", name: "digits", goal: .minimize, labels: ["loss", "accuracy"],
        configuration: ["script": "train.py", "limits": [1, 1.0, nil, true]],
        searchSpace: ["z": [1, 2], "a": ["x"]], seed: .max)
      let id = try await store.createExperiment(request)
      let record = try await store.experiment(id)
      #expect(
        record
          == ExperimentRecord(
            id: id, user: "ada", name: "digits", status: .created, goal: .minimize,
            labels: ["loss", "accuracy"], configuration: request.configuration,
            searchSpace: request.searchSpace, seed: .max, created: fixture.time.now(),
            started: nil, ended: nil, endReason: nil, errorMessage: nil, session: nil))
      #expect(try await store.experimentStatus(id) == .created)
    },
    ConnectorContract("A started experiment runs under the caller's session") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let record = try await store.experiment(id)
      #expect(record.status == .running)
      #expect(record.created == fixture.time.now())
      #expect(record.started == fixture.time.now())
      #expect(record.ended == nil)
      #expect(record.seed == nil)
      #expect(record.session == (try await store.session().id))
    },
    ConnectorContract("An experiment needs a name, a user and distinct labels") { fixture in
      let store = try await fixture.connect()
      _ = try await store.beginExperiment()
      for request in [
        ExperimentRequest(user: "", name: "x"), ExperimentRequest(user: "ada", name: ""),
        ExperimentRequest(user: "ada", name: "x", labels: ["a", "b", "a"]),
      ] {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.createExperiment(request)
        }
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.startExperiment(request)
        }
      }
    },
    ConnectorContract("A refused experiment does not record its user") { fixture in
      let store = try await fixture.connect()
      try await refuses(.invalidRequest, on: store) {
        _ = try await store.createExperiment(ExperimentRequest(user: "eve", name: ""))
      }
      await expectThrow(.unknownUser("eve")) { _ = try await store.experiments(user: "eve") }
    },
    ConnectorContract("Experiments that do not exist are refused by every call") { fixture in
      let store = try await fixture.connect()
      _ = try await store.runJob(try await store.beginExperiment(), score: 1)
      for id in [ExperimentID(rawValue: nobody), 0, -1] {
        let calls: [(any Connector) async throws -> Void] = [
          { try await $0.startExperiment(id: id) },
          { try await $0.resetExperiment(id: id) },
          { try await $0.requestStop(id) },
          { try await $0.endExperiment(id, as: .finished) },
          { _ = try await $0.experimentStatus(id) },
          { _ = try await $0.experiment(id) },
          { try await $0.logErrorMessage("?", for: id) },
          { _ = try await $0.errorMessages(of: id) },
          { try await $0.deleteExperiment(id) },
          { _ = try await $0.tally(of: id) },
          { _ = try await $0.startJob(JobRequest(experiment: id)) },
          { _ = try await $0.runningJobs(of: id) },
          { _ = try await $0.history(of: id, after: nil, limit: 10) },
          { _ = try await sequence(of: $0, id) },
          { _ = try await $0.bestResult(of: id) },
          { _ = try await $0.bestResults(of: id, limit: 5) },
          {
            _ = try await $0.intermediateResults(experiment: id, status: nil, attempts: .last)
          },
        ]
        for call in calls {
          try await refuses(.unknownExperiment(id), on: store) { try await call(store) }
        }
      }
    },
    ConnectorContract("Every message is kept with its time, and the first is the headline") {
      fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      #expect(try await store.errorMessages(of: id).isEmpty)
      var expected: [ExperimentMessage] = []
      for text in ["first", "second", "second", "", "last"] {
        try await store.logErrorMessage(text, for: id)
        expected.append(ExperimentMessage(time: fixture.time.now(), text: text))
        if text != "first" { fixture.time.advance(by: .seconds(1)) }
      }
      #expect(try await store.errorMessages(of: id) == expected)
      #expect(try await store.experiment(id).errorMessage == "first")
    },
  ]

  static let experimentNames: [ConnectorContract] = [
    ConnectorContract("A name that is taken gets the next suffix") { fixture in
      let store = try await fixture.connect()
      func name(_ wish: String) async throws -> String {
        let id = try await store.createExperiment(ExperimentRequest(user: "ada", name: wish))
        let record = try await store.experiment(id)
        return record.name
      }
      #expect(try await name("n") == "n")
      #expect(try await name("n") == "n (1)")
      #expect(try await name("n") == "n (2)")
      #expect(try await name("n (1)") == "n (1) (1)")
      #expect(try await name("n") == "n (3)")
      #expect(try await name("N") == "N")
    },
    ConnectorContract("Wildcards in names are letters like any other") { fixture in
      let store = try await fixture.connect()
      func name(_ wish: String) async throws -> String {
        let id = try await store.createExperiment(ExperimentRequest(user: "ada", name: wish))
        let record = try await store.experiment(id)
        return record.name
      }
      for taken in ["axb", "axb", "axb", "pqr", "pqr", "[s]", "s", "s*t", "sut"] {
        _ = try await name(taken)
      }
      #expect(try await name("a_b") == "a_b")
      #expect(try await name("a_b") == "a_b (1)")
      #expect(try await name("p%") == "p%")
      #expect(try await name("p%") == "p% (1)")
      #expect(try await name("%") == "%")
      #expect(try await name("s?t") == "s?t")
    },
    ConnectorContract("Equal names wished at once all differ") { fixture in
      let stores = [try await fixture.connect(), try await fixture.connect()]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<32 {
          group.addTask {
            _ = try await stores[index % 2].createExperiment(
              ExperimentRequest(user: "ada", name: "same"))
          }
        }
        try await group.waitForAll()
      }
      let names = try await stores[0].experiments().map(\.name)
      #expect(Set(names) == Set(["same"] + (1..<32).map { "same (\($0))" }))
    },
  ]
}
