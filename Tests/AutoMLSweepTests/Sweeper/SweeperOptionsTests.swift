import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLTrackingTestKit
import Synchronization
import Testing

@Suite("The options of a sweeper", .timeLimit(.minutes(2)))
struct SweeperOptionsTests {
  let scene: SweepScene

  init() throws { scene = try SweepScene() }

  @Test("end a lease, after which somebody else may have the combination")
  func lease() async throws {
    let slow = try await scene.sweeper([0, 1], options: .init(lease: .seconds(60)))
    let other = try await scene.sweeper()
    let taken = try await slow.nextBatch(2)
    scene.time.advance(by: .seconds(50))
    #expect(try await slow.renew(taken[1], for: .seconds(60)))
    scene.time.advance(by: .seconds(50))
    #expect(try await other.nextBatch(2) == [taken[0]])
    #expect(try await !slow.renew(taken[0], for: .seconds(60)))
    // It is the other's now, and only that it is done can still be said.
    try await slow.cancel(taken[0])
    #expect(try await other.counts() == "T2 R0 S0 I2 D0")
    try await slow.done(taken[1])
    try await other.done(taken[0])
    #expect(try await other.counts() == "T2 R0 S0 I0 D2")
  }

  @Test("name for whom combinations are taken")
  func owner() async throws {
    let store = try await scene.connect()
    let sweeper = try await ParamSweeper(
      "d1", in: store, sweeps: numbered([0, 1]), options: .init(owner: "node-7"))
    _ = try await sweeper.take()
    let owners = Mutex<[String?]>([])
    try await store.readCombinations(of: try await sweeper.record().id, in: nil) { record in
      owners.withLock { $0.append(record.owner) }
      return true
    }
    #expect(owners.withLock { $0 } == ["node-7", nil])
  }

  @Test("leave skipped combinations out until a reset")
  func persistsSkips() async throws {
    let first = try await scene.sweeper([0, 1], options: .init(persistsSkips: true))
    try await first.skip(try await first.take())
    try await scene.close()
    let again = try await scene.sweeper([0, 1])
    #expect(try await again.counts() == "T2 R1 S1 I0 D0")
    try await again.reset()
    #expect(try await again.counts() == "T2 R2 S0 I0 D0")
  }

  @Test("join the run of others, in which nobody gets what one of them skipped")
  func joinsRun() async throws {
    let store = try await scene.connect()
    let first = try await ParamSweeper("d1", in: store, sweeps: numbered([0, 1]))
    try await first.skip(try await first.take())
    for connector in [store, try await scene.connect()] {
      let other = try await ParamSweeper("d1", in: connector, options: .init(joinsRun: true))
      #expect(try await other.counts() == "T2 R1 S1 I0 D0")
    }
    let next = try await scene.sweeper(options: .init())
    #expect(try await next.counts() == "T2 R1 S1 I0 D0")
    let own = try await ParamSweeper("d1", in: store)
    #expect(try await own.counts() == "T2 R2 S0 I0 D0")
  }

  @Test("do not make a stranger known: only that it is done can be said of it")
  func strangers() async throws {
    let sweeper = try await scene.sweeper([0, 1])
    let stranger = numbered(9)
    let refused = SweeperError.unknown(stranger)
    await #expect(throws: refused) { try await sweeper.skip([numbered(0), stranger]) }
    await #expect(throws: refused) { try await sweeper.cancel(stranger) }
    await #expect(throws: refused) { try await sweeper.renew(stranger, for: .seconds(1)) }
    #expect(refused.description == "The sweep has no combination {'x': 9}.")
    #expect(try await sweeper.counts() == "T2 R2 S0 I0 D0")
    try await sweeper.done([numbered(0), stranger])
    #expect(try await sweeper.counts() == "T2 R1 S0 I0 D1")
  }

  @Test("say which batches are marked: all of one or nothing")
  func batches() async throws {
    let sweeper = try await scene.sweeper(Array(0..<6))
    let taken = try await sweeper.nextBatch(6)
    try await sweeper.done(taken[0..<2])
    try await sweeper.skip(taken[2..<4])
    try await sweeper.cancel(taken[4..<6])
    #expect(try await sweeper.counts() == "T6 R2 S2 I0 D2")
    try await sweeper.done([])
    #expect(try await sweeper.counts() == "T6 R2 S2 I0 D2")
  }
}
