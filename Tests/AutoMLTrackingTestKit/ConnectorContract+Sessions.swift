import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let sessions: [ConnectorContract] = [
    ConnectorContract("A session tells its process, and stays the same until it is closed") {
      fixture in
      let process = ProcessStandIn(host: "tower", bootID: "b", id: 4_242, startTime: 99)
      let store = try await fixture.connect(as: process)
      #expect(try await store.sessions(live: false).isEmpty)
      let session = try await store.session()
      #expect(session.host == "tower")
      #expect(session.bootID == "b")
      #expect(session.processID == 4_242)
      #expect(session.processStartTime == 99)
      #expect(session.started == fixture.time.now())
      #expect(session.heartbeat == fixture.time.now())
      #expect(session.ended == nil)
      #expect(session.token.utf8.count >= 16)
      #expect(try await store.session() == session)
      #expect(try await store.sessions(live: true) == [session])
    },
    ConnectorContract("Connectors have sessions of their own, listed by id") { fixture in
      let stores = [
        try await fixture.connect(), try await fixture.connect(), try await fixture.connect(),
      ]
      var sessions: [SessionRecord] = []
      for store in stores { sessions.append(try await store.session()) }
      #expect(Set(sessions.map(\.token)).count == 3)
      #expect(sessions.map(\.id) == Set(sessions.map(\.id)).sorted())
      #expect(try await stores[0].sessions(live: true) == sessions)
      try await stores[1].close()
      #expect(
        try await stores[0].sessions(live: true).map(\.id) == [sessions[0].id, sessions[2].id])
      let all = try await stores[0].sessions(live: false)
      #expect(all.map(\.id) == sessions.map(\.id))
      #expect(all.map(\.ended) == [nil, fixture.time.now(), nil])
    },
    ConnectorContract("Looking does not make a session, taking and starting do") { fixture in
      let store = try await fixture.connect()
      let gpu = try await store.addGPUs(1)[0]
      _ = try await StoreSnapshot(store)
      _ = try await store.availableResources(type: "gpu")
      #expect(try await store.sessions(live: false).isEmpty)
      #expect(try await store.takeResource(gpu))
      #expect(try await store.sessions(live: true).count == 1)
      _ = try await store.beginExperiment()
      #expect(try await store.sessions(live: false).count == 1)
    },
    ConnectorContract("A heartbeat is a sign of life at the present moment") { fixture in
      let store = try await fixture.connect()
      let start = try await store.session()
      fixture.time.advance(by: .seconds(5))
      try await store.heartbeat()
      let session = try await store.sessions(live: true)[0]
      #expect(session.id == start.id)
      #expect(session.started == start.started)
      #expect(session.heartbeat == fixture.time.now())
    },
  ]

  static let closing: [ConnectorContract] = [
    ConnectorContract("Closing twice is closing once") { fixture in
      let store = try await fixture.connect()
      _ = try await store.beginExperiment()
      #expect(store.isClosed == false)
      try await store.close()
      #expect(store.isClosed)
      try await store.close()
      #expect(store.isClosed)
    },
    ConnectorContract("Closing from many tasks at once is closing once") { fixture in
      let store = try await fixture.connect()
      _ = try await store.beginExperiment()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try await store.close() } }
        try await group.waitForAll()
      }
      #expect(store.isClosed)
    },
    ConnectorContract("A closed connector refuses every call") { fixture in
      let store = try await fixture.connect()
      try await store.close()
      for call in everyCall { await expectThrow(.closed) { try await call(store) } }
    },
    ConnectorContract("What was acknowledged before closing is there after it") { fixture in
      let store = try await fixture.connect()
      let id = try await store.beginExperiment()
      let job = try await store.runJob(id, score: 4)
      try await store.endExperiment(id, as: .finished)
      let before = try await StoreSnapshot(store)
      try await store.close()
      let other = try await fixture.connect()
      #expect(try await StoreSnapshot(other) == before)
      #expect(try await other.bestResult(of: id)?.id == job)
    },
    ConnectorContract("Closing a connector that did nothing leaves no session") { fixture in
      let store = try await fixture.connect()
      try await store.close()
      let other = try await fixture.connect()
      #expect(try await other.sessions(live: false).isEmpty)
    },
    ConnectorContract("Closing ends what the session was doing and nobody else's work") {
      fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let ruin = try await Ruin(store, name: "mine")
      let foreign = try await Ruin(other, name: "theirs")
      let session = try await store.session().id
      fixture.time.advance(by: .seconds(1))
      try await store.close()
      try await ruin.expectMended(in: other, at: fixture.time.now())
      try await foreign.expectUntouched(in: other)
      let record = try await other.sessions(live: false).first { $0.id == session }
      #expect(record?.ended == fixture.time.now())
      #expect(try await other.recover().isEmpty)
    },
  ]
}
