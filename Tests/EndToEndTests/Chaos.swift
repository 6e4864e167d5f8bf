import Foundation
import Testing

/// One database with four devices, and engines on it that are killed at random moments.
struct Chaos {
  /// What happened so far.
  struct Count {
    var rounds = 0
    var experiments = 0
    /// Engines that were killed before they ended by themselves.
    var kills = 0
    /// Of these, the engines that resumed an experiment.
    var killsOfResumed = 0
    /// Kills before the experiment was recorded.
    var unrecorded = 0
  }

  let sandbox: Sandbox
  private(set) var count = Count()
  private var generator: SeededGenerator
  /// The shortest time that an experiment took which nobody killed.
  private var time: Duration

  init(seed: UInt64) async throws {
    sandbox = try Sandbox()
    generator = SeededGenerator(seed: seed)
    try sandbox.use("locks_device.sh")
    for device in 0..<4 {
      let added = try await sandbox.run(
        "automl", "resources", "add", "--type", "gpu", "--device", "\(device)")
      try #require(added.code == 0, "\(added.errors)")
    }
    try Self.write("calm", in: sandbox)
    let began = ContinuousClock.now
    let calm = try await sandbox.run("automl", "run", "calm.yaml")
    try #require(calm.code == 0, "\(calm.errors)")
    time = ContinuousClock.now - began
    count.experiments += 1
  }

  /// Runs one experiment through all its deaths; every fourth time another engine, which nobody
  /// kills, needs the same devices.
  mutating func round() async throws {
    count.rounds += 1
    let victim = "round-\(count.rounds)"
    try Self.write(victim, in: sandbox)
    guard count.rounds.isMultiple(of: 4) else { return try await run(victim) }
    let bystander = "bystander-\(count.rounds)"
    try Self.write(bystander, in: sandbox)
    let other = try sandbox.start("automl", ["run", "\(bystander).yaml", "--quiet"])
    try await run(victim)
    let end = try await other.end()
    #expect(end.code == 0, "\(bystander): \(end.errors)")
    count.experiments += 1
  }

  private static func write(_ name: String, in sandbox: Sandbox) throws {
    try sandbox.write(
      """
      name: \(name)
      goal: maximize
      command: ./locks_device.sh {x}
      parameters: {x: {type: int, low: 0, high: 19}}
      algorithm: {name: grid}
      parallel: 4
      resources: {type: gpu}
      retries: 1
      """, to: "\(name).yaml")
  }

  /// When an engine is killed.
  private enum Moment {
    /// So long after its start.
    case time(Duration)
    /// So long after it has told of the end of so many attempts.
    case progress(Int, Duration)
  }

  private mutating func moment() -> Moment {
    if Int.random(in: 0..<4, using: &generator) == 0 {
      return .time(generator.moment(within: time))
    }
    let ends = Int.random(in: 0...20, using: &generator)
    return .progress(ends, generator.moment(within: .milliseconds(60)))
  }

  /// Runs an experiment, killing its engine and some of those that resume it, to its end.
  private mutating func run(_ name: String) async throws {
    count.experiments += 1
    var next = ["run", "\(name).yaml"]
    var kills = 1
    while kills < 4, Double.random(in: 0...1, using: &generator) < 0.4 { kills += 1 }
    for _ in 0..<kills {
      let program = try sandbox.start("automl", next)
      try await wait(for: moment(), of: program)
      await program.send(SIGKILL)
      let end = try await program.end()
      if end.code == -SIGKILL {
        count.kills += 1
        if next[0] == "resume" { count.killsOfResumed += 1 }
      } else {
        #expect(end.code == 0, "\(name): \(end.errors)")
      }
      guard let (id, status) = try await sandbox.experiment(name) else {
        count.unrecorded += 1
        continue
      }
      if status == "FINISHED" { return }
      next = ["resume", "\(id)"]
    }
    let began = ContinuousClock.now
    let end = try await sandbox.start("automl", next).end()
    #expect(end.code == 0, "\(name): \(end.errors)")
    if next[0] == "run" { time = min(time, ContinuousClock.now - began) }
  }

  private func wait(for moment: Moment, of program: RunningProgram) async throws {
    switch moment {
    case .time(let time): try await Task.sleep(for: time)
    case .progress(let ends, let time):
      while await program.isRunning,
        program.errorsSoFar.count(where: { $0 == "\n" }) < ends
      {
        try await Task.sleep(for: .milliseconds(5))
      }
      try await Task.sleep(for: time)
    }
  }
}
