import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let devices: [ConnectorContract] = [
    ConnectorContract("The resources of one wish are slots of different devices") { fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 2, slots: 2)
      let before = try await StoreSnapshot(store)
      #expect(try await store.acquireResources(type: "gpu", count: 3) == nil)
      #expect(try await StoreSnapshot(store) == before)
      for slot in 0..<2 {
        let taken = try await store.acquireResources(type: "gpu", count: 2)
        #expect(taken == [slots[0][slot], slots[1][slot]])
      }
      #expect(try await store.acquireResources(type: "gpu", count: 1) == nil)
    },
    ConnectorContract("The devices with the fewest busy slots come first, then the lowest ids") {
      fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 3, slots: 2)
      #expect(try await store.takeResource(slots[0][1]))
      var taken: [ResourceID] = []
      while let next = try await store.acquireResources(type: "gpu", count: 1) { taken += next }
      #expect(taken == [slots[1][0], slots[2][0], slots[0][0], slots[1][1], slots[2][1]])
      _ = try await store.freeResource(slots[1][0])
      _ = try await store.freeResource(slots[2][0])
      _ = try await store.freeResource(slots[2][1])
      #expect(try await store.acquireResources(type: "gpu", count: 1) == [slots[2][0]])
    },
    ConnectorContract("Busy slots count whoever holds them, disabled ones too") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let slots = try await store.addSlots(devices: 3, slots: 3)
      #expect(try await other.takeResource(slots[0][2]))
      #expect(try await store.takeResource(slots[1][2]))
      try await store.setResource(slots[1][2], enabled: false)
      try await store.setResource(slots[2][2], enabled: false)
      #expect(try await store.acquireResources(type: "gpu", count: 1) == [slots[2][0]])
    },
    ConnectorContract("A disabled slot is never handed out, nor does it hide the others") {
      fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 3, slots: 2)
      try await store.setResource(slots[0][0], enabled: false)
      for slot in slots[1] { try await store.setResource(slot, enabled: false) }
      #expect(try await store.acquireResources(type: "gpu", count: 3) == nil)
      let first = try await store.acquireResources(type: "gpu", count: 2)
      #expect(first == [slots[0][1], slots[2][0]])
      #expect(try await store.acquireResources(type: "gpu", count: 2) == nil)
      #expect(try await store.acquireResources(type: "gpu", count: 1) == [slots[2][1]])
      #expect(try await store.acquireResources(type: "gpu", count: 1) == nil)
    },
    ConnectorContract("All devices can be had at once") { fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 8, slots: 2)
      #expect(try await store.acquireResources(type: "gpu", count: 8) == slots.map { $0[0] })
      #expect(try await store.acquireResources(type: "gpu", count: 9) == nil)
      #expect(try await store.acquireResources(type: "gpu", count: 8) == slots.map { $0[1] })
    },
    ConnectorContract("A slot without a device number is a device of its own") { fixture in
      let store = try await fixture.connect()
      let ids = try await store.addResources([
        ResourceDescription(type: "gpu"), ResourceDescription(type: "gpu", device: 0),
        ResourceDescription(type: "gpu", device: 0, slot: 1),
        ResourceDescription(type: "gpu", slot: 1), ResourceDescription(type: "gpu", slot: 2),
      ])
      #expect(try await store.resources().deviceCount == 4)
      #expect(try await store.acquireResources(type: "gpu", count: 5) == nil)
      let first = try await store.acquireResources(type: "gpu", count: 4)
      #expect(first == [ids[0], ids[1], ids[3], ids[4]])
      #expect(try await store.acquireResources(type: "gpu", count: 1) == [ids[2]])
    },
    ConnectorContract("Devices of one number on other hosts or of other types are others") {
      fixture in
      let store = try await fixture.connect()
      let ids = try await store.addResources([
        ResourceDescription(type: "gpu", device: 0), ResourceDescription(type: "tpu", device: 0),
        ResourceDescription(type: "gpu", host: "other", device: 0),
        ResourceDescription(type: "gpu", device: 0, slot: 1),
      ])
      #expect(try await store.resources().deviceCount == 3)
      #expect(try await store.takeResource(ids[1]))
      #expect(
        try await store.acquireResources(type: "gpu", count: 1, avoiding: [ids[1]]) == [ids[0]])
      _ = try await store.freeResource(ids[0])
      #expect(try await store.acquireResources(type: "gpu", count: 3) == nil)
      #expect(try await store.acquireResources(type: "gpu", count: 2) == [ids[0], ids[2]])
    },
    ConnectorContract("Avoiding a slot avoids its whole device, which comes last") { fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 2, slots: 3)
      try await store.setResource(slots[0][2], enabled: false)
      // Neither a busy nor a disabled slot to avoid hides the others of its device.
      for avoided in [slots[0][0], slots[0][1], slots[0][2]] {
        let taken = try await store.acquireResources(type: "gpu", count: 1, avoiding: [avoided])
        #expect(slots[1].contains(try #require(taken?.first)))
        if avoided == slots[0][0] { #expect(try await store.takeResource(slots[0][1])) }
      }
      let last = try await store.acquireResources(
        type: "gpu", count: 1, avoiding: [slots[0][1]])
      #expect(last == [slots[0][0]])
      #expect(try await store.freeAllResources() == 5)
      let both = try await store.acquireResources(
        type: "gpu", count: 2, avoiding: [slots[0][0]])
      #expect(both == [slots[0][0], slots[1][0]])
    },
    ConnectorContract("A job gets its resources on different devices") { fixture in
      let store = try await fixture.connect()
      _ = try await store.addSlots(devices: 2, slots: 2)
      let id = try await store.beginExperiment()
      let wish = ResourceSelection.any(ResourceRequest(type: "gpu", count: 2))
      let job = try await store.startJob(JobRequest(experiment: id, resources: wish))
      #expect(job.resources.map(\.description.device) == [0, 1])
      try await store.failAttempt(job.attempt)
      let next = try await store.retryJob(job.job, on: wish)
      #expect(next.resources.map(\.description.device) == [0, 1])
      let three = ResourceSelection.any(ResourceRequest(type: "gpu", count: 3))
      try await refuses(.resourceUnavailable, on: store) {
        _ = try await store.startJob(JobRequest(experiment: id, resources: three))
      }
    },
    ConnectorContract(
      "What is missing beside the devices of a kind is declared when a wish says so"
    ) {
      fixture in
      let store = try await fixture.connect()
      let slots = try await store.addSlots(devices: 1, slots: 2)
      let wish = ResourceRequest(type: "gpu", count: 2, createsMissing: true)
      let taken = try #require(try await store.acquireResources(wish))
      #expect(taken.first == slots[0][0])
      let records = try await store.resources()
      #expect(records.count == 3)
      #expect(records.last?.id == taken.last)
      #expect(records.last?.description.device == nil)
    },
  ]
}

extension Connector {
  /// Declares slots of GPUs, device by device, and gives their ids by device.
  fileprivate func addSlots(devices: Int, slots: Int) async throws -> [[ResourceID]] {
    var ids: [[ResourceID]] = []
    for device in 0..<devices {
      ids.append(
        try await addResources(
          (0..<slots).map { ResourceDescription(type: "gpu", device: device, slot: $0) }))
    }
    return ids
  }
}
