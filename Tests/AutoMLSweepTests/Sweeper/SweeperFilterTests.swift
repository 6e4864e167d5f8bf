import AutoMLProcessTestKit
import AutoMLSweep
import AutoMLTracking
import Synchronization
import Testing

@Suite("The filter of a sweeper", .timeLimit(.minutes(2)))
struct SweeperFilterTests {
  let scene: SweepScene

  init() throws { scene = try SweepScene() }

  @Test("gets all that remain, in the order of the list")
  func input() async throws {
    let sweeper = try await scene.sweeper([5, 3, 8, 1])
    try await sweeper.skip(numbered(8))
    let seen = Mutex<[[Int]]>([])
    _ = try await sweeper.next { remaining in
      seen.withLock { $0.append(remaining.levels) }
      return remaining
    }
    #expect(seen.withLock { $0 } == [[5, 3, 1]])
  }

  @Test("says what is taken and in which order, and that once")
  func choice() async throws {
    let sweeper = try await scene.sweeper(Array(0..<6))
    let odd: ParamSweeper.Filter = { $0.filter { $0.level % 2 == 1 }.reversed() }
    #expect(try await sweeper.nextBatch(2) { try odd($0) + odd($0) }.levels == [5, 3])
    #expect(try await sweeper.nextBatch(9) { try odd($0) + odd($0) }.levels == [1])
    #expect(try await sweeper.next(odd) == nil)
    #expect(try await sweeper.counts() == "T6 R3 S0 I3 D0")
  }

  @Test("is asked once for a batch, however few it chooses")
  func few() async throws {
    let sweeper = try await scene.sweeper(Array(0..<6))
    #expect(try await sweeper.nextBatch(4) { $0.suffix(1) }.levels == [5])
    #expect(try await sweeper.counts() == "T6 R5 S0 I1 D0")
  }

  @Test("may throw, and may not choose what does not remain; nothing is taken then")
  func refused() async throws {
    let sweeper = try await scene.sweeper(Array(0..<3))
    let taken = try await sweeper.take()
    await #expect(throws: CancellationError.self) {
      try await sweeper.next { _ in throw CancellationError() }
    }
    let error = await #expect(throws: SweeperError.self) {
      try await sweeper.nextBatch(3) { $0 + [taken] }
    }
    #expect(
      error?.description
        == "The filter chose {'x': 0}, which is none of the remaining combinations.")
    #expect(try await sweeper.counts() == "T3 R2 S0 I1 D0")
  }

  @Test("is asked again when others took all that it chose")
  func faster() async throws {
    let sweeper = try await scene.sweeper(Array(0..<3))
    let path = scene.path
    let seen = Mutex<[[Int]]>([])
    let none = try await sweeper.next { remaining in
      seen.withLock { $0.append(remaining.levels) }
      if !remaining.isEmpty {
        _ = Command.succeeds([ProbeProcess.Program.sweepProbe.path, "drain", path, "d1", "3"])
      }
      return remaining
    }
    #expect(none == nil)
    #expect(seen.withLock { $0 } == [[0, 1, 2], []])
    #expect(try await sweeper.counts() == "T3 R0 S0 I0 D3")
  }

  @Test("hands out each once to tasks that choose the same")
  func racing() async throws {
    let first = try await scene.sweeper(Array(0..<60))
    let second = try await scene.sweeper()
    let taken = try await withThrowingTaskGroup(of: [Int].self) { group in
      for number in 0..<6 {
        group.addTask {
          let sweeper = number % 2 == 0 ? first : second
          var taken: [Int] = []
          while true {
            let batch = try await sweeper.nextBatch(2) { $0.reversed() }
            if batch.isEmpty { return taken }
            taken += batch.levels
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(taken.sorted() == Array(0..<60))
  }
}
