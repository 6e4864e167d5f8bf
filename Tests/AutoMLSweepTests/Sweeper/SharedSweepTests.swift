import AutoMLProcessTestKit
import AutoMLSweep
import AutoMLTracking
import AutoMLTrackingSQLite
import Testing

@Suite("Sweeps shared by processes", .timeLimit(.minutes(5)))
struct SharedSweepTests {
  let scene: SweepScene

  init() throws { scene = try SweepScene() }

  @Test("hand out each of 10,000 combinations once to eight processes")
  func each() async throws {
    let sweeper = try await scene.sweeper(Array(0..<10_000))
    let probes = try [1, 2, 3, 5, 8, 13, 21, 34].map { batch in
      try ProbeProcess("drain", scene.path, "d1", "\(batch)", program: .sweepProbe)
    }
    for probe in probes { await probe.expect("ready") }
    for probe in probes { try probe.send("go") }
    var account = Account()
    var busy = 0
    for probe in probes {
      let before = account.took.count
      for line in await probe.remainingLines() { account.learn(line) }
      if account.took.count > before { busy += 1 }
      await probe.finish()
      #expect(probe.status == 0)
    }
    #expect(account.handedOut == 10_000)
    #expect(account.took.count == 10_000)
    #expect(busy > 1)
    #expect(try await sweeper.counts() == "T10000 R0 S0 I0 D10000")
    try await scene.close()
    try expectSound(scene.path)
  }

  @Test("lose nothing by processes that are killed", arguments: [UInt64(1), 2])
  func killed(seed: UInt64) async throws {
    let sweeper = try await scene.sweeper(Array(0..<1_500))
    let accounts = try await withThrowingTaskGroup(of: Account.self) { group in
      for slot in 0..<4 {
        group.addTask { try await work(seed: seed &* 100 &+ UInt64(slot)) }
      }
      return try await group.reduce(into: Account()) { $0.add($1) }
    }
    #expect(accounts.problems.isEmpty)
    #expect(accounts.held > 0)
    // One that was killed before it could speak of what it took does not count.
    #expect(accounts.handedOut - accounts.took.count <= accounts.held)
    #expect(try await sweeper.counts() == "T1500 R0 S0 I0 D1500")
    try await scene.close()
    try expectSound(scene.path)
    let store = try await scene.connect()
    #expect(try await store.check().isEmpty)
    #expect(try await store.sessions(live: true).isEmpty)
    try await store.close()
  }

  /// One process after the other is killed, most while they surely hold something; the last one
  /// works until nothing remains.
  private func work(seed: UInt64) async throws -> Account {
    var generator = SeededGenerator(seed: seed)
    var account = Account()
    for _ in 0..<6 {
      let limit = Int.random(in: 1..<12, using: &generator)
      let lines =
        Int.random(in: 0..<4, using: &generator) == 0
        ? Int.random(in: 1..<20, using: &generator) : .max
      let probe = try ProbeProcess(
        "drain", scene.path, "d1", "\(Int.random(in: 1..<7, using: &generator))", "\(limit)",
        program: .sweepProbe)
      try probe.send("go")
      var own = Account()
      var read = 0
      while read < lines, let line = await probe.line(), line != "holding" {
        own.learn(line)
        read += 1
      }
      await probe.kill()
      for line in await probe.remainingLines() where line != "holding" { own.learn(line) }
      own.endEarly()
      account.add(own)
    }
    let last = try ProbeProcess("drain", scene.path, "d1", "4", program: .sweepProbe)
    try last.send("go")
    for line in await last.remainingLines() { account.learn(line) }
    await last.finish()
    #expect(last.status == 0)
    return account
  }
}

/// What probes have said of combinations.
private struct Account {
  /// Those that were handed out.
  private(set) var took: Set<Substring> = []
  private var open: Set<Substring> = []
  /// How often one was handed out.
  private(set) var handedOut = 0
  /// How many were in the hands of those that were killed.
  private(set) var held = 0
  private(set) var problems: [String] = []

  mutating func learn(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 1)
    switch words.first {
    case "took" where words.count == 2:
      took.insert(words[1])
      open.insert(words[1])
      handedOut += 1
    case "did" where words.count == 2: open.remove(words[1])
    case "ready", "end": break
    default: problems.append(line)
    }
  }

  /// Takes note that the one who spoke was killed.
  mutating func endEarly() {
    held += open.count
    open = []
  }

  mutating func add(_ other: Account) {
    took.formUnion(other.took)
    open.formUnion(other.open)
    handedOut += other.handedOut
    held += other.held
    problems += other.problems
  }
}
