import Foundation
import Testing

@Suite("A search that was interrupted at any moment")
struct ResumeMomentTests {
  /// How somebody interrupts an experiment.
  enum Way: String, CaseIterable {
    case interrupt, terminate, stop, kill
  }

  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.use("brief.sh")
  }

  private func write(
    _ name: String, command: String = "./brief.sh", seed: UInt64? = 7
  ) throws {
    try sandbox.write(
      """
      name: \(name)
      goal: maximize
      command: \(command)
      parameters:
        layers: {type: int, low: 3, high: 1000}
        rate: {type: float, low: 1e-5, high: 1e-1, log: true}
        optimizer: {type: choice, values: [sgd, adam, rmsprop]}
      algorithm: {name: random\(seed.map { ", seed: \($0)" } ?? "")}
      jobs: 12
      parallel: 3
      """, to: "\(name).yaml")
  }

  /// What the jobs of an experiment tried, by number; each has finished.
  private func tried(_ name: String) async throws -> [String] {
    try await sandbox.texts(
      """
      SELECT number || ' ' || parameters || ' ' || job.status
      FROM job JOIN experiment USING (eid) WHERE name = '\(name)' ORDER BY number
      """)
  }

  @Test("tries what it would have tried", arguments: Way.allCases)
  func moments(_ way: Way) async throws {
    let seed = UInt64.random(in: 0..<(1 << 53))
    var generator = SeededGenerator(seed: seed)
    try write("calm")
    let began = ContinuousClock.now
    let calm = try await sandbox.run("automl", "run", "calm.yaml")
    #expect(calm.code == 0, "\(calm.errors)")
    let time = ContinuousClock.now - began
    let expected = try await tried("calm")
    #expect(expected.count == 12)
    #expect(Set(expected.map { $0.drop { $0 != " " } }).count == 12)
    #expect(expected.allSatisfy { $0.hasSuffix(" FINISHED") })
    for number in 1...5 {
      let name = "\(way.rawValue)-\(number)"
      try write(name)
      let program = try sandbox.start("automl", ["run", "\(name).yaml"])
      try await Task.sleep(for: generator.moment(within: time))
      let end = try await interrupt(program, name, way)
      let experiment = try await sandbox.experiment(name)
      if let experiment, experiment.status == "FINISHED" {
        #expect(end.code == 0 || way == .kill, "\(end.errors)")
      } else {
        let next = experiment.map { ["resume", "\($0.id)"] } ?? ["run", "\(name).yaml"]
        let rest = try await sandbox.start("automl", next).end()
        #expect(rest.code == 0, "seed \(seed), \(name): \(end.errors)\(rest.errors)")
      }
      #expect(try await tried(name) == expected, "seed \(seed), \(name)")
    }
    #expect(try await sandbox.run("automl-db", "check").code == 0)
  }

  @Test("goes on with the seed that it was given when it had none")
  func drawnSeed() async throws {
    try sandbox.use("holds.sh")
    try write("drawn", command: "./holds.sh {layers}", seed: nil)
    let program = try sandbox.start("automl", ["run", "drawn.yaml"])
    #expect(try await sandbox.appeared("started.1"))
    _ = try await interrupt(program, "drawn", .interrupt)
    #expect(try await tried("drawn").count < 12)
    try sandbox.write("", to: "go")
    #expect(try await sandbox.run("automl", "resume", "1").code == 0)
    let seeds = try await sandbox.rows("SELECT seed FROM experiment")
    let seed = try #require(seeds.first?["seed"] as? Int)
    try write("given", seed: UInt64(seed))
    #expect(try await sandbox.run("automl", "run", "given.yaml").code == 0)
    let tried = try await tried("given")
    #expect(try await self.tried("drawn") == tried)
    #expect(tried.count == 12)
  }

  private func interrupt(
    _ program: RunningProgram, _ name: String, _ way: Way
  ) async throws -> Sandbox.Output {
    switch way {
    case .interrupt: await program.send(SIGINT)
    case .terminate: await program.send(SIGTERM)
    case .kill: await program.send(SIGKILL)
    case .stop:
      #expect(try await eventually { try await sandbox.experiment(name) != nil })
      let id = try #require(try await sandbox.experiment(name)).id
      let stop = try await sandbox.run("automl", "stop", "\(id)")
      #expect(stop.code == 0 || stop.errors.contains("FINISHED"), "\(stop.errors)")
    }
    return try await program.end()
  }
}
