import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let taking: [ConnectorContract] = [
    ConnectorContract("Available resources are the free ones of exactly that type, by id") {
      fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(3)
      _ = try await store.addResources([ResourceDescription(type: "cpu")])
      #expect(try await store.takeResource(gpus[1]))
      #expect(try await store.availableResources(type: "gpu") == [gpus[0], gpus[2]])
      for type in ["xgpuy", "cpu,gpu", "GPU", "g%", "gp_", "", "gpu ", "passive"] {
        #expect(try await store.availableResources(type: type).isEmpty)
      }
    },
    ConnectorContract("Resources have no owners: any user sees the same") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      for user in ["ada", "never seen", "", nil] {
        let available = try await store.availableResources(type: "gpu", user: user, avoiding: [])
        #expect(available == gpus)
      }
    },
    ConnectorContract("Avoiding is soft: the avoided come when nothing else is free") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(3)
      func available(_ avoiding: Set<ResourceID>) async throws -> [ResourceID] {
        try await store.availableResources(type: "gpu", user: nil, avoiding: avoiding)
      }
      #expect(try await available([gpus[0]]) == [gpus[1], gpus[2]])
      #expect(try await available([gpus[0], gpus[2], ResourceID(rawValue: nobody)]) == [gpus[1]])
      #expect(try await available(Set(gpus)) == gpus)
      #expect(try await store.takeResource(gpus[1]))
      #expect(try await available([gpus[0], gpus[2]]) == [gpus[0], gpus[2]])
    },
    ConnectorContract("Avoiding any number of resources works") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let many = Set((2...40_000).map { ResourceID(rawValue: nobody + $0) }).union([gpus[0]])
      let available = try await store.availableResources(type: "gpu", user: nil, avoiding: many)
      #expect(available == [gpus[1]])
      #expect(
        try await store.acquireResources(type: "gpu", count: 1, avoiding: many) == [gpus[1]])
    },
    ConnectorContract("Taking is compare-and-set: once true, then false for everybody") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let gpu = try await store.addGPUs(1)[0]
      #expect(try await store.takeResource(gpu))
      #expect(try await store.takeResource(gpu) == false)
      #expect(try await other.takeResource(gpu) == false)
      let record = try await other.resources()[0]
      #expect(record.status == .busy)
      #expect(record.holder == (try await store.session().id))
    },
    ConnectorContract("Of many racing takers exactly one wins") { fixture in
      let stores = [try await fixture.connect(), try await fixture.connect()]
      let gpus = try await stores[0].addGPUs(5)
      for gpu in gpus {
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
          for index in 0..<32 {
            group.addTask { try await stores[index % 2].takeResource(gpu) }
          }
          return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
      }
    },
  ]

  static let acquiring: [ConnectorContract] = [
    ConnectorContract("Acquiring takes the free resources with the lowest ids") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(4)
      #expect(try await store.takeResource(gpus[1]))
      #expect(try await store.acquireResources(type: "gpu", count: 2) == [gpus[0], gpus[2]])
      let holder = try await store.session().id
      let records = try await store.resources()
      #expect(records.map(\.status) == [.busy, .busy, .busy, .free])
      #expect(records.map(\.holder) == [holder, holder, holder, nil])
    },
    ConnectorContract("Acquiring takes all or none") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(3)
      #expect(try await store.takeResource(gpus[2]))
      let before = try await StoreSnapshot(store)
      #expect(try await store.acquireResources(type: "gpu", count: 3) == nil)
      #expect(try await store.acquireResources(type: "g", count: 1) == nil)
      #expect(try await store.acquireResources(type: "gpu", count: .max) == nil)
      #expect(try await StoreSnapshot(store) == before)
    },
    ConnectorContract("Acquiring fewer than one resource is refused") { fixture in
      let store = try await fixture.connect()
      _ = try await store.addGPUs(1)
      for count in [0, -1] {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.acquireResources(type: "gpu", count: count)
        }
      }
    },
    ConnectorContract("Acquiring takes avoided resources only when others do not suffice") {
      fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(4)
      let first = try await store.acquireResources(type: "gpu", count: 1, avoiding: [gpus[0]])
      #expect(first == [gpus[1]])
      let second = try await store.acquireResources(
        type: "gpu", count: 2, avoiding: [gpus[0], gpus[2]])
      #expect(second?.contains(gpus[3]) == true)
      #expect(second?.count == 2)
    },
    ConnectorContract("Missing resources are declared on the spot when the wish says so") {
      fixture in
      let store = try await fixture.connect()
      let old = try await store.addResources([ResourceDescription(type: "cpu")])
      let wish = ResourceRequest(type: "cpu", count: 3, createsMissing: true)
      let taken = try await store.acquireResources(wish)
      #expect(taken?.count == 3)
      #expect(taken?.first == old[0])
      let again = try await store.acquireResources(wish)
      #expect(again?.count == 3)
      #expect(Set(taken ?? []).isDisjoint(with: again ?? []))
      #expect(try await store.resources(type: "cpu").count == 6)
      #expect(try await store.freeAllResources() == 6)
      _ = try await store.acquireResources(wish)
      #expect(try await store.resources(type: "cpu").count == 6)
    },
    ConnectorContract("Racing wishes never share a resource") { fixture in
      let stores = [try await fixture.connect(), try await fixture.connect()]
      _ = try await stores[0].addGPUs(9)
      let answers = try await withThrowingTaskGroup(of: [ResourceID]?.self) { group in
        for index in 0..<32 {
          group.addTask { try await stores[index % 2].acquireResources(type: "gpu", count: 2) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let taken = answers.compactMap { $0 }.flatMap { $0 }
      #expect(taken.count == 8)
      #expect(Set(taken).count == 8)
    },
  ]

  static let freeing: [ConnectorContract] = [
    ConnectorContract("Freeing is true once, then false") { fixture in
      let store = try await fixture.connect()
      let gpu = try await store.addGPUs(1)[0]
      #expect(try await store.freeResource(gpu) == false)
      #expect(try await store.takeResource(gpu))
      #expect(try await store.freeResource(gpu))
      #expect(try await store.freeResource(gpu) == false)
      #expect(try await store.resources()[0].holder == nil)
      #expect(try await store.takeResource(gpu))
    },
    ConnectorContract("Freeing what another session holds is refused") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let gpu = try await store.addGPUs(1)[0]
      #expect(try await store.takeResource(gpu))
      try await refuses(.heldByAnotherSession(gpu), on: other) {
        _ = try await other.freeResource(gpu)
      }
    },
    ConnectorContract("Freeing what a running attempt uses is refused") { fixture in
      let store = try await fixture.connect()
      let gpu = try await store.addGPUs(1)[0]
      let experiment = try await store.beginExperiment()
      let started = try await store.beginJob(experiment, on: [gpu])
      try await refuses(.resourceInUse(gpu), on: store) { _ = try await store.freeResource(gpu) }
      try await store.failAttempt(started.attempt)
      #expect(try await store.freeResource(gpu) == false)
    },
    ConnectorContract("Freeing all spares other sessions and running attempts") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let gpus = try await store.addGPUs(4)
      let experiment = try await store.beginExperiment()
      _ = try await store.beginJob(experiment, on: [gpus[0]])
      #expect(try await store.takeResource(gpus[1]))
      #expect(try await store.takeResource(gpus[2]))
      #expect(try await other.takeResource(gpus[3]))
      #expect(try await store.freeAllResources() == 2)
      #expect(try await store.resources().map(\.status) == [.busy, .free, .free, .busy])
      #expect(try await store.freeAllResources() == 0)
    },
  ]
}
