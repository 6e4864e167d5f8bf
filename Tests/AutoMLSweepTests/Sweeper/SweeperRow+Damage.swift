import AutoMLProcessTestKit
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

extension SweeperRow {
  static let damage: [SweeperRow] = [
    SweeperRow("P30 T9") { scene in
      let sweeper = try await scene.sweeper([0, 1, 2, 3, 4])
      for _ in 0..<4 { try await sweeper.done(try await sweeper.take()) }
      let log = try copy(scene)
      // The last transaction is the last mark; without its last frame it never was.
      try log.truncate(atOffset: try log.seekToEnd() - 100)
      try log.close()
      let store = try await scene.connect("copy.db")
      let found = try await ParamSweeper("d1", in: store)
      #expect(try await found.done().levels == [0, 1, 2])
      #expect(try await found.inProgress().levels == [3])
      #expect(try await found.remaining().levels == [4])
    },
    SweeperRow("P31 T9") { scene in
      let sweeper = try await scene.sweeper(Array(0..<2_000))
      try await sweeper.done(try await sweeper.nextBatch(1_900))
      try await scene.close()
      try expectSound(scene.path)
      let file = URL(fileURLWithPath: scene.path)
      let whole = try Data(contentsOf: file)
      let early = try #require(whole.range(of: Data(#"{"x":50}"#.utf8))?.lowerBound)
      let page = early / 4_096 * 4_096..<(early / 4_096 + 1) * 4_096
      var damaged = whole
      damaged.replaceSubrange(page, with: Data(repeating: 0xA5, count: page.count))
      try damaged.write(to: file)
      for mode in [SQLiteConfiguration.Mode.readOnly, .readWrite] {
        let store = try await scene.connect(mode: mode)
        let error = await #expect(throws: TrackingError.self) {
          try await store.readCombinations(
            of: try await store.sweep(named: "d1").id, in: nil
          ) { _ in true }
        }
        #expect(error?.code == .corrupt)
        try await scene.close()
        if mode == .readOnly { #expect(try Data(contentsOf: file) == damaged) }
      }
      let store = try await scene.connect()
      let error = await #expect(throws: TrackingError.self) {
        _ = try await ParamSweeper("d1", in: store, sweeps: numbered(Array(0..<3)))
      }
      #expect(error?.code == .corrupt)
      try await scene.close()
      // Whoever has the page from elsewhere has everything.
      var mended = try Data(contentsOf: file)
      #expect(mended[page] == damaged[page])
      mended.replaceSubrange(page, with: whole[page])
      try mended.write(to: file)
      try expectSound(scene.path)
      #expect(try await scene.sweeper().counts() == "T2000 R100 S0 I0 D1900")
    },
    SweeperRow("P32") { scene in
      _ = try await scene.sweeper([0, 1, 2, 3, 4])
      try await scene.close()
      #expect(try await scene.sweeper().nextBatch(3).count == 3)
      let log = try copy(scene)
      try log.truncate(atOffset: 0)
      try log.close()
      let store = try await scene.connect("copy.db")
      let found = try await ParamSweeper("d1", in: store)
      #expect(try await found.counts() == "T5 R5 S0 I0 D0")
    },
  ]

  /// Copies the file and its log while they are in use.
  ///
  /// - Returns: The log of the copy.
  private static func copy(_ scene: SweepScene) throws -> FileHandle {
    // Opened and closed in this process, the original would lose the locks that it has here.
    for suffix in ["", "-wal"] {
      try #require(
        Command.succeeds(["/bin/cp", scene.path + suffix, scene.folder.path("copy.db") + suffix]))
    }
    return try FileHandle(
      forUpdating: URL(fileURLWithPath: scene.folder.path("copy.db") + "-wal"))
  }
}
