import AutoMLModel
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Testing

extension SweeperRow {
  static let opening: [SweeperRow] = [
    SweeperRow("P1") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4])
      #expect(try await sweeper.counts() == "T5 R5 S0 I0 D0")
    },
    SweeperRow("P2") { scene in
      let sweeper = try await scene.sweeper([1, 1, 2])
      #expect(try await sweeper.sweeps().levels == [1, 2])
      #expect(try await sweeper.counts() == "T2 R2 S0 I0 D0")
    },
    SweeperRow("P3") { scene in
      _ = try await scene.sweeper([4, 2, 7])
      try await scene.close()
      #expect(try await scene.sweeper().sweeps().levels == [4, 2, 7])
    },
    SweeperRow("P4") { scene in
      let store = try await scene.connect()
      await #expect(throws: TrackingError.self) { try await ParamSweeper("d1", in: store) }
      #expect(try await store.sweeps().isEmpty)
    },
    SweeperRow("P5") { scene in
      let sweeper = try await scene.sweeper([])
      #expect(try await sweeper.counts() == "T0 R0 S0 I0 D0")
      #expect(try await sweeper.next() == nil)
    },
    SweeperRow("T4") { scene in
      // The place comes first, then the list; a list that is there need not be given again.
      let store = try await scene.connect()
      _ = try await ParamSweeper("d1", in: store, sweeps: numbered([7, 8]))
      #expect(try await ParamSweeper("d1", in: store).sweeps().levels == [7, 8])
      _ = try await ParamSweeper("d2", in: store, sweeps: numbered([9]))
      #expect(try await ParamSweeper("d1", in: store).sweeps().levels == [7, 8])
    },
    SweeperRow("P38") { scene in
      let record = try await scene.sweeper([0, 1, 2, 3, 4]).record()
      #expect(
        record.description == "d1 <5 total, 0 done, 0 skipped, 0 in progress, 5 remaining>")
    },
  ]

  static let taking: [SweeperRow] = [
    SweeperRow("P6 T10") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4])
      var taken: [Int] = []
      for _ in 0..<5 { taken.append(try await sweeper.take().level) }
      #expect(taken == [0, 1, 2, 3, 4])
      #expect(try await sweeper.next() == nil)
    },
    SweeperRow("P7") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4, 5])
      var taken: [Int?] = []
      for _ in 0..<3 {
        taken.append(try await sweeper.next { $0.sorted { $0.level > $1.level } }?.level)
      }
      #expect(taken == [5, 4, 3])
      #expect(try await sweeper.counts() == "T6 R3 S0 I3 D0")
    },
    SweeperRow("P8") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2])
      #expect(try await sweeper.next { _ in [] } == nil)
      #expect(try await sweeper.counts() == "T3 R3 S0 I0 D0")
    },
    SweeperRow("P9") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2])
      await #expect(throws: SweeperError.notRemaining(numbered(99))) {
        try await sweeper.next { _ in [numbered(99)] }
      }
      #expect(try await sweeper.counts() == "T3 R3 S0 I0 D0")
    },
    SweeperRow("P10") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4, 5, 6])
      var taken: [Int] = []
      for count in [3, 10, 2, 0, -1] { taken.append(try await sweeper.nextBatch(count).count) }
      #expect(taken == [3, 4, 0, 0, 0])
    },
  ]
}
