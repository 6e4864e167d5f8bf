import AutoMLProcessTestKit
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Testing

extension SweeperRow {
  static let sharing: [SweeperRow] = [
    SweeperRow("P24") { scene in
      let one = try await scene.sweeper([0, 1, 2, 3, 4, 5])
      let other = try await scene.sweeper()
      let taken = try await one.take()
      try await other.update()
      #expect(try await other.counts() == "T6 R5 S0 I1 D0")
      #expect(try await other.inProgress() == [taken])
    },
    SweeperRow("P25") { scene in
      let one = try await scene.sweeper([0, 1, 2])
      let other = try await scene.sweeper()
      let taken = try await one.nextBatch(3)
      #expect(try await other.next() == nil)
      try await one.cancel(taken)
      #expect(try await other.next()?.level == 0)
    },
    SweeperRow("P26") { scene in
      let one = try await scene.sweeper([0, 1, 2])
      let other = try await scene.sweeper()
      try await one.done(numbered(0))
      try await other.update()
      #expect(try await other.counts() == "T3 R2 S0 I0 D1")
    },
    SweeperRow("P28") { scene in
      let live = try await scene.sweeper([0, 1, 2])
      #expect(try await live.nextBatch(3).count == 3)
      #expect(try await live.next() == nil)
      try await scene.sweeper().reset(inProgress: true)
      #expect(try await live.counts() == "T3 R3 S0 I0 D0")
      #expect(try await live.take().level == 0)
    },
    SweeperRow("T7") { scene in
      let live = try await [scene.sweeper([0, 1, 2, 3]), scene.sweeper()]
      for sweeper in live { #expect(try await sweeper.nextBatch(2).count == 2) }
      let store = try await scene.connect()
      let id = try await store.sweep(named: "d1").id
      #expect(try await store.resetSweep(id, inProgress: true, done: false) == 4)
      for sweeper in live { #expect(try await sweeper.counts() == "T4 R4 S0 I0 D0") }
      let again = try await [live[0].nextBatch(2), live[1].nextBatch(9)]
      #expect(again.flatMap(\.levels) == [0, 1, 2, 3])
    },
    SweeperRow("P29") { scene in
      let live = try await scene.sweeper([0, 1, 2])
      try await live.done(try await live.nextBatch(2))
      let store = try await scene.connect()
      let id = try await store.sweep(named: "d1").id
      #expect(try await store.resetSweep(id, inProgress: false, done: true) == 2)
      try await live.update()
      #expect(try await live.counts() == "T3 R3 S0 I0 D0")
      #expect(try await live.nextBatch(9).levels == [0, 1, 2])
    },
    SweeperRow("P33") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4])
      let holder = try ProbeProcess(
        "drain", scene.path, "d1", "3", "1", program: .sweepProbe)
      await holder.expect("ready")
      try holder.send("go")
      for level in 0..<3 { await holder.expect("took {\"x\":\(level)}") }
      await holder.expect("holding")
      #expect(try await sweeper.counts() == "T5 R2 S0 I3 D0")
      await holder.kill()
      let heir = try ProbeProcess("drain", scene.path, "d1", "9", program: .sweepProbe)
      try heir.send("go")
      let took = await heir.remainingLines().filter { $0.hasPrefix("took") }
      await heir.finish()
      #expect(Set(took) == Set((0..<5).map { "took {\"x\":\($0)}" }))
      #expect(took.count == 5)
      #expect(try await sweeper.counts() == "T5 R0 S0 I0 D5")
    },
  ]

  static let draining: [SweeperRow] =
    [2, 4].map { count in
      SweeperRow("P34 T6: \(count) processes") { scene in
        let sweeper = try await scene.sweeper(Array(0..<300))
        let probes = try (0..<count).map { _ in
          try ProbeProcess("drain", scene.path, "d1", "1", program: .sweepProbe)
        }
        for probe in probes { await probe.expect("ready") }
        for probe in probes { try probe.send("go") }
        var took: [String] = []
        for probe in probes {
          took += await probe.remainingLines().filter { $0.hasPrefix("took") }
          await probe.finish()
          #expect(probe.status == 0)
        }
        #expect(took.count == 300)
        #expect(Set(took).count == 300)
        #expect(try await sweeper.counts() == "T300 R0 S0 I0 D300")
      }
    } + [
      SweeperRow("P35 T6") { scene in
        let first = try await scene.sweeper(Array(0..<300))
        var sweepers = [first]
        for _ in 0..<3 { sweepers.append(try await scene.sweeper()) }
        try await drain(sweepers)
      },
      SweeperRow("P36") { scene in
        let sweeper = try await scene.sweeper(Array(0..<300))
        try await drain(Array(repeating: sweeper, count: 4))
      },
    ]

  /// Drains a sweep of 300 with a task for each sweeper.
  private static func drain(_ sweepers: [ParamSweeper]) async throws {
    let taken = try await withThrowingTaskGroup(of: [Int].self) { group in
      for sweeper in sweepers {
        group.addTask {
          var taken: [Int] = []
          while let combination = try await sweeper.next() {
            taken.append(combination.level)
            try await sweeper.done(combination)
          }
          return taken
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(taken.sorted() == Array(0..<300))
    #expect(try await sweepers[0].counts() == "T300 R0 S0 I0 D300")
  }
}
