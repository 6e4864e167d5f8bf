import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Testing

@Suite(.timeLimit(.minutes(5))) struct RaceTests {
  @Test func `Of racing processes exactly one wins a GPU, 1,000 times`() async throws {
    let folder = try TemporaryFolder()
    let store = try await openStore(at: folder.path())
    let gpu = try await store.addResources([ResourceDescription(type: "gpu", device: 0)])[0]
    let racers = try (0..<4).map { _ in try ProbeProcess("race", folder.path(), "\(gpu)") }
    for racer in racers { await racer.expect("ready") }
    var wins = Array(repeating: 0, count: racers.count)
    for round in 0..<1_000 {
      // Who is told first changes from round to round.
      for index in racers.indices { try racers[(index + round) % racers.count].send("go") }
      var winners: [Int] = []
      for (index, racer) in racers.enumerated() {
        let answer = await racer.line()
        if answer == "won" { winners.append(index) } else { try #require(answer == "lost") }
      }
      try #require(winners.count == 1, "round \(round)")
      wins[winners[0]] += 1
      try racers[winners[0]].send("free")
      await racers[winners[0]].expect("freed")
    }
    #expect(wins.allSatisfy { $0 > 0 }, "\(wins)")
    for racer in racers {
      await racer.finish()
      #expect(racer.status == 0)
    }
    #expect(try await store.sessions(live: true).isEmpty)
    try await store.close()
    try expectSound(folder.path())
  }

  @Test func `A second look at a file in use takes no lock away`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path()
    let store = try await openStore(at: path)
    try await openStore(at: path).close()
    try await SQLiteConnector.open(
      path: path, configuration: SQLiteConfiguration(mode: .readOnly)
    ).close()
    // Whoever believes to be the last user of the file removes the log.
    let other = try ProbeProcess("open", path)
    try other.send("go")
    #expect(await other.remainingLines().last == "closed")
    await other.finish()
    _ = try await store.createExperiment(ExperimentRequest(user: "ada", name: "later"))
    let reader = try ProbeProcess("read", path)
    #expect(await reader.remainingLines() == ["experiments 2"])
    await reader.finish()
    try await store.close()
  }

  @Test func `Writers in four processes lose nothing`() async throws {
    let folder = try TemporaryFolder()
    let store = try await openStore(at: folder.path())
    let experiment = try await store.startExperiment(
      ExperimentRequest(user: "ada", name: "shared"))
    let writers = try (0..<4).map { _ in
      try ProbeProcess("write", folder.path(), "\(experiment)", "8", "5")
    }
    for writer in writers { await writer.expect("ready") }
    for writer in writers { try writer.send("go") }
    var jobs: [JobID] = []
    var scores: [JobID: Double] = [:]
    var results: [Int64] = []
    for writer in writers {
      let lines = await writer.remainingLines()
      #expect(lines.last == "done")
      for line in lines {
        let words = line.split(separator: " ")
        switch words[0] {
        case "job": jobs.append(JobID(rawValue: try #require(Int64(words[1]))))
        case "result": results.append(try #require(Int64(words[1])))
        case "finished":
          scores[JobID(rawValue: try #require(Int64(words[1])))] = Double(words[2])
        default: #expect(line == "done")
        }
      }
      await writer.finish()
      #expect(writer.status == 0)
    }
    let history = try await store.history(of: experiment, after: nil, limit: 1_000)
    #expect(history.count == 160)
    #expect(history.map(\.id) == jobs.sorted())
    #expect(history.map(\.number) == Array(0..<160))
    #expect(history.allSatisfy { $0.status == .finished && $0.score == scores[$0.id] })
    let found = try await store.intermediateResults(jobs: jobs, attempts: .all)
    #expect(found.values.allSatisfy { $0.map(\.number) == [0, 1, 2] })
    #expect(found.values.flatMap { $0.map(\.id.rawValue) }.sorted() == results.sorted())
    try await store.close()
    try expectSound(folder.path())
  }

  @Test(arguments: 0..<10)
  func `Processes that open a fresh file at once all succeed`(round: Int) async throws {
    let folder = try TemporaryFolder()
    let openers = try (0..<3).map { _ in try ProbeProcess("open", folder.path()) }
    for opener in openers { await opener.expect("ready") }
    for opener in openers { try opener.send("go") }
    var experiments: Set<String> = []
    for opener in openers {
      let lines = await opener.remainingLines()
      #expect(lines.count == 3 && lines.first == "opened" && lines.last == "closed", "\(lines)")
      experiments.formUnion(lines.filter { $0.hasPrefix("experiment") })
      await opener.finish()
      #expect(opener.status == 0)
    }
    #expect(experiments.count == 3)
    try expectSound(folder.path())
  }
}
