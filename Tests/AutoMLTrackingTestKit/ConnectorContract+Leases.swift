import AutoMLModel
import AutoMLTracking
import Testing

extension ConnectorContract {
  static let leases: [ConnectorContract] = [
    ConnectorContract("A combination comes back when its lease is over, in its old place") {
      fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<4), ofSweep: "s")
      let lease = CombinationLease(bond: .none, duration: .seconds(60), owner: "ada")
      let taken = try await store.take(2, of: sweep, lease)
      let record = try await store.records(of: sweep)[0]
      #expect(record.owner == "ada")
      #expect(record.session == nil)
      #expect(record.leaseUntil == fixture.time.now().advanced(by: .seconds(60)))
      fixture.time.advance(by: .seconds(59))
      #expect(try await store.take(1, of: sweep).map(\.level) == [2])
      fixture.time.advance(by: .seconds(1))
      #expect(try await store.take(9, of: sweep).map(\.level) == [0, 1, 3])
      // Who was too late cannot take it from its next holder, but can say that it is done.
      #expect(try await store.mark(taken, of: sweep, as: .remaining) == 0)
      #expect(try await store.mark(taken, of: sweep, as: .skipped(persistently: true)) == 0)
      #expect(try await store.mark([taken[0]], of: sweep, as: .done) == 1)
      #expect(try await store.counts(of: sweep) == "T4 R0 S0 I3 D1")
    },
    ConnectorContract("A lease that is renewed in time goes on") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<2), ofSweep: "s")
      let lease = CombinationLease(bond: .none, duration: .seconds(60))
      let taken = try await store.take(2, of: sweep, lease)
      fixture.time.advance(by: .seconds(59))
      let first = CombinationMark(taken[0].id, timesTaken: taken[0].timesTaken)
      #expect(try await store.renewCombinations([first], of: sweep.id, for: .seconds(60)) == 1)
      fixture.time.advance(by: .seconds(30))
      #expect(try await store.take(9, of: sweep).map(\.level) == [1])
      fixture.time.advance(by: .seconds(30))
      #expect(try await store.take(9, of: sweep).map(\.level) == [0])
      #expect(try await store.renewCombinations([first], of: sweep.id, for: .seconds(60)) == 0)
    },
    ConnectorContract("What a dead process had in progress comes back, and only that") { fixture in
      let gone = ProcessStandIn()
      let dead = try await fixture.connect(as: gone)
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<6), ofSweep: "s")
      let lost = try await dead.take(3, of: sweep)
      try await dead.mark([lost[1]], of: sweep, as: .done)
      _ = try await store.take(1, of: sweep)
      _ = try await store.take(1, of: sweep, .init(bond: .none, duration: .seconds(9)))
      try await fixture.kill(gone)
      #expect(try await store.recover().returnedCombinations == [lost[0].id, lost[2].id])
      #expect(try await store.counts(of: sweep) == "T6 R3 S0 I2 D1")
      #expect(try await store.take(9, of: sweep).map(\.level) == [0, 2, 5])
    },
    ConnectorContract("Closing gives back what is in progress") { fixture in
      let store = try await fixture.connect()
      let other = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      _ = try await store.take(2, of: sweep)
      try await store.close()
      #expect(try await other.counts(of: sweep) == "T3 R3 S0 I0 D0")
    },
    ConnectorContract("Combinations are bound to another process while it lives") { fixture in
      let script = ProcessStandIn()
      let short = try await fixture.connect()
      _ = try await fixture.connect(as: script)
      let sweep = try await short.setCombinations(entries(0..<4), ofSweep: "s")
      let lease = CombinationLease(bond: .process(script.id), owner: "script")
      _ = try await short.take(1, of: sweep, lease)
      try await short.close()
      let store = try await fixture.connect()
      _ = try await store.take(1, of: sweep, lease)
      #expect(try await store.counts(of: sweep) == "T4 R2 S0 I2 D0")
      #expect(try await store.sessions(live: true).count { $0.processID == script.id } == 1)
      fixture.time.advance(by: .seconds(100_000))
      #expect(try await store.recover().isEmpty)
      try await fixture.kill(script)
      #expect(try await store.recover().returnedCombinations.count == 2)
      #expect(try await store.take(9, of: sweep).map(\.level) == [0, 1, 2, 3])
    },
    ConnectorContract("A lease that never ends, or of nobody, is refused") { fixture in
      let store = try await fixture.connect()
      let sweep = try await store.setCombinations(entries(0..<3), ofSweep: "s")
      let leases = [
        CombinationLease(bond: .none), CombinationLease(duration: .zero),
        CombinationLease(bond: .process(Int(nobody))), CombinationLease(duration: .seconds(-1)),
      ]
      for lease in leases {
        try await refuses(.invalidRequest, on: store) {
          _ = try await store.take(1, of: sweep, lease)
        }
      }
      try await refuses(.invalidRequest, on: store) {
        _ = try await store.renewCombinations([], of: sweep.id, for: .zero)
      }
    },
    ConnectorContract("Racing takers never get the same combination") { fixture in
      let stores = [
        try await fixture.connect(), try await fixture.connect(), try await fixture.connect(),
      ]
      let sweep = try await stores[0].setCombinations(entries(0..<60), ofSweep: "s")
      let levels = try await withThrowingTaskGroup(of: [Int].self) { group in
        for task in 0..<9 {
          group.addTask {
            let store = stores[task % 3]
            var levels: [Int] = []
            while true {
              let taken = try await store.take(1 + task % 2, of: sweep)
              if taken.isEmpty { return levels }
              levels += taken.map(\.level)
              try await store.mark(taken, of: sweep, as: .done)
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(levels.sorted() == Array(0..<60))
      #expect(try await stores[1].counts(of: sweep) == "T60 R0 S0 I0 D60")
    },
  ]
}
