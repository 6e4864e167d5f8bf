import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let resources: [ConnectorContract] = [
    ConnectorContract("Resources are recorded as declared, with ids in order") { fixture in
      let store = try await fixture.connect()
      let declared = [
        ResourceDescription(
          type: "gpu", name: "left", host: "tower", device: 1, memory: 8_000_000_000, slot: 2),
        ResourceDescription(type: "node", name: "n7"),
        ResourceDescription(type: "cpu", name: "c"),
      ]
      let ids = try await store.addResources(declared)
      #expect(ids == ids.sorted() && Set(ids).count == 3)
      let records = try await store.resources()
      #expect(records.map(\.id) == ids)
      #expect(records.map(\.description) == declared)
      #expect(records.allSatisfy { $0.status == .free && $0.holder == nil && $0.isEnabled })
    },
    ConnectorContract("A resource without a name gets one") { fixture in
      let store = try await fixture.connect()
      _ = try await store.addResources([
        ResourceDescription(type: "gpu", device: 0), ResourceDescription(type: "gpu", device: 1),
        ResourceDescription(type: "gpu", device: 1, slot: 1),
      ])
      let names = try await store.resources().map(\.description.name)
      #expect(Set(names).count == 3)
      #expect(names.allSatisfy { $0.contains("gpu") })
    },
    ConnectorContract("A bad declaration is refused with all those beside it") { fixture in
      let store = try await fixture.connect()
      _ = try await store.addGPUs(1)
      let good = ResourceDescription(type: "gpu", device: 7)
      let bad = [
        ResourceDescription(type: ""), ResourceDescription(type: "gpu", device: -1),
        ResourceDescription(type: "gpu", device: 8, memory: -1),
        ResourceDescription(type: "gpu", device: 8, slot: -1),
        ResourceDescription(type: "gpu", device: 0), good,
      ]
      for description in bad {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.addResources([good, description])
        }
      }
    },
    ConnectorContract("Slots of one device and devices of several hosts are all resources") {
      fixture in
      let store = try await fixture.connect()
      let ids = try await store.addResources([
        ResourceDescription(type: "gpu", device: 0),
        ResourceDescription(type: "gpu", device: 0, slot: 1),
        ResourceDescription(type: "gpu", host: "other", device: 0),
        ResourceDescription(type: "tpu", device: 0),
      ])
      #expect(ids.count == 4)
    },
    ConnectorContract("Resources are listed by id and by their exact type") { fixture in
      let store = try await fixture.connect()
      let gpus = try await store.addGPUs(2)
      let cpu = try await store.addResources([ResourceDescription(type: "cpu")])
      let more = try await store.addResources([ResourceDescription(type: "gpu", device: 9)])
      #expect(try await store.resources().map(\.id) == gpus + cpu + more)
      #expect(try await store.resources(type: "gpu").map(\.id) == gpus + more)
      #expect(try await store.resources(type: "GPU").isEmpty)
      #expect(try await store.resources(type: "g%").isEmpty)
    },
    ConnectorContract("Resource types are sorted, each once, busy and disabled ones too") {
      fixture in
      let store = try await fixture.connect()
      #expect(try await store.resourceTypes().isEmpty)
      let ids = try await store.addResources(
        ["node", "gpu", "cpu", "gpu"].enumerated().map {
          ResourceDescription(type: $1, device: $0)
        })
      #expect(try await store.takeResource(ids[0]))
      try await store.setResource(ids[2], enabled: false)
      #expect(try await store.resourceTypes() == ["cpu", "gpu", "node"])
    },
    ConnectorContract("A disabled resource is not handed out, and whoever holds it keeps it") {
      fixture in
      let store = try await fixture.connect()
      let ids = try await store.addGPUs(2)
      #expect(try await store.takeResource(ids[0]))
      for id in ids { try await store.setResource(id, enabled: false) }
      var records = try await store.resources()
      #expect(records.map(\.status) == [.busy, .free])
      #expect(records.allSatisfy { !$0.isEnabled })
      #expect(try await store.takeResource(ids[1]) == false)
      #expect(try await store.acquireResources(type: "gpu", count: 1) == nil)
      #expect(try await store.availableResources(type: "gpu").isEmpty)
      #expect(try await store.freeResource(ids[0]))
      #expect(try await store.availableResources(type: "gpu").isEmpty)
      for id in ids { try await store.setResource(id, enabled: true) }
      records = try await store.resources()
      #expect(records.allSatisfy { $0.isEnabled })
      #expect(try await store.availableResources(type: "gpu") == ids)
    },
    ConnectorContract("A removed resource is gone and its id is never given again") { fixture in
      let store = try await fixture.connect()
      let ids = try await store.addGPUs(2)
      try await store.removeResource(ids[1])
      #expect(try await store.resources().map(\.id) == [ids[0]])
      let again = try await store.addResources([ResourceDescription(type: "gpu", device: 1)])
      #expect(again[0] > ids[1])
    },
    ConnectorContract("A resource that is busy or part of history cannot be removed") { fixture in
      let store = try await fixture.connect()
      let ids = try await store.addGPUs(2)
      #expect(try await store.takeResource(ids[0]))
      try await refuses(.resourceInUse(ids[0]), on: store) {
        try await store.removeResource(ids[0])
      }
      let experiment = try await store.beginExperiment()
      let job = try await store.beginJob(experiment, on: [ids[1]])
      try await store.finishJob(JobCompletion(job: job.job, status: .failed))
      try await refuses(.resourceInUse(ids[1]), on: store) {
        try await store.removeResource(ids[1])
      }
    },
    ConnectorContract("Several resources are disabled, enabled and removed together, or none") {
      fixture in
      let store = try await fixture.connect()
      let ids = try await store.addGPUs(4)
      try await store.setResources(ids.dropLast(), enabled: false)
      #expect(try await store.resources().map(\.isEnabled) == [false, false, false, true])
      try await store.setResources([ids[2], ids[0]], enabled: true)
      #expect(try await store.resources().map(\.isEnabled) == [true, false, true, true])
      try await refuses(.unknownResource(ResourceID(rawValue: nobody)), on: store) {
        try await store.setResources([ids[0], ResourceID(rawValue: nobody)], enabled: false)
      }
      #expect(try await store.takeResource(ids[3]))
      try await refuses(.resourceInUse(ids[3]), on: store) {
        try await store.removeResources(ids)
      }
      try await store.removeResources([ids[2], ids[1]])
      #expect(try await store.resources().map(\.id) == [ids[0], ids[3]])
    },
    ConnectorContract("Resources that do not exist are refused by every call") { fixture in
      let store = try await fixture.connect()
      _ = try await store.addGPUs(1)
      for id in [ResourceID(rawValue: nobody), 0, -1] {
        try await refuses(.unknownResource(id), on: store) {
          _ = try await store.takeResource(id)
        }
        try await refuses(.unknownResource(id), on: store) {
          _ = try await store.freeResource(id)
        }
        try await refuses(.unknownResource(id), on: store) {
          try await store.setResource(id, enabled: false)
        }
        try await refuses(.unknownResource(id), on: store) { try await store.removeResource(id) }
      }
    },
  ]
}
