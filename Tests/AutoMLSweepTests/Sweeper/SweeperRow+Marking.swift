import AutoMLSweep
import AutoMLTracking
import Testing

extension SweeperRow {
  static let marking: [SweeperRow] = [
    SweeperRow("P11") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      let taken = try await sweeper.take()
      for _ in 0..<2 {
        try await sweeper.done(taken)
        #expect(try await sweeper.counts() == "T4 R3 S0 I0 D1")
      }
    },
    SweeperRow("P12") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      try await sweeper.done(numbered(0))
      #expect(try await sweeper.counts() == "T4 R3 S0 I0 D1")
      #expect(try await sweeper.take().level == 1)
    },
    SweeperRow("P13") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      try await sweeper.done(numbered(99))
      #expect(try await sweeper.counts() == "T4 R4 S0 I0 D0")
      try await scene.close()
      let again = try await scene.sweeper([0, 99])
      #expect(try await again.done().levels == [99])
      #expect(try await again.counts() == "T2 R1 S0 I0 D1")
    },
    SweeperRow("P14") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      try await sweeper.skip(numbered(0))
      #expect(try await sweeper.counts() == "T4 R3 S1 I0 D0")
      #expect(try await sweeper.nextBatch(9).levels == [1, 2, 3])
    },
    SweeperRow("P15") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      try await sweeper.skip(try await sweeper.take())
      #expect(try await sweeper.counts() == "T4 R3 S1 I0 D0")
      #expect(try await sweeper.nextBatch(9).levels == [1, 2, 3])
      #expect(try await sweeper.next() == nil)
    },
    SweeperRow("P16: skip, done") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      let taken = try await sweeper.take()
      try await sweeper.skip(taken)
      try await sweeper.done(taken)
      #expect(try await sweeper.counts() == "T4 R3 S0 I0 D1")
    },
    SweeperRow("P16: done, skip") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      let taken = try await sweeper.take()
      try await sweeper.done(taken)
      try await sweeper.skip(taken)
      #expect(try await sweeper.counts() == "T4 R3 S0 I0 D1")
    },
    SweeperRow("P17") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      try await sweeper.cancel(try await sweeper.take())
      #expect(try await sweeper.counts() == "T4 R4 S0 I0 D0")
      #expect(try await sweeper.take().level == 0)
    },
    SweeperRow("P18") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      let taken = try await sweeper.take()
      try await sweeper.done(taken)
      try await sweeper.cancel(taken)
      #expect(try await sweeper.counts() == "T4 R3 S0 I0 D1")
      #expect(try await sweeper.take().level == 1)
    },
    SweeperRow("P19") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3])
      let taken = try await sweeper.take()
      try await sweeper.skip(taken)
      try await sweeper.cancel(taken)
      #expect(try await sweeper.counts() == "T4 R4 S0 I0 D0")
    },
    SweeperRow("P20") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4, 5])
      try await batch(of: sweeper)
      #expect(try await sweeper.counts() == "T6 R3 S1 I1 D1")
    },
  ]

  static let runs: [SweeperRow] = [
    SweeperRow("P21") { scene in
      let store = try await scene.connect()
      let sweeper = try await ParamSweeper("d1", in: store, sweeps: numbered(Array(0..<6)))
      try await batch(of: sweeper)
      let again = try await ParamSweeper("d1", in: store, sweeps: numbered(Array(0..<6)))
      #expect(try await again.counts() == "T6 R4 S0 I1 D1")
    },
    SweeperRow("P22 P23") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4, 5])
      let taken = try await sweeper.nextBatch(4)
      try await sweeper.done(taken[0])
      try await sweeper.skip(taken[1])
      try await sweeper.reset()
      #expect(try await sweeper.counts() == "T6 R3 S0 I2 D1")
      try await sweeper.reset(inProgress: true)
      #expect(try await sweeper.counts() == "T6 R5 S0 I0 D1")
      #expect(try await sweeper.nextBatch(9).levels == [1, 2, 3, 4, 5])
    },
    SweeperRow("T8") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4, 5])
      #expect(try await sweeper.nextBatch(4).count == 4)
      try await sweeper.reset(inProgress: true)
      #expect(try await sweeper.counts() == "T6 R6 S0 I0 D0")
      #expect(try await sweeper.remaining().levels == [0, 1, 2, 3, 4, 5])
    },
  ]

  /// Takes four: one is then done, one skipped and one given back.
  private static func batch(of sweeper: ParamSweeper) async throws {
    let taken = try await sweeper.nextBatch(4)
    try await sweeper.done(taken[0])
    try await sweeper.skip(taken[1])
    try await sweeper.cancel(taken[2])
  }
}
