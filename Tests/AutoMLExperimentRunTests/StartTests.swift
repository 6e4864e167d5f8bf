import ArgumentParser
import AutoMLExperimentRun
import AutoMLModel
import Foundation
import Testing

/// Counts what it was asked, and hands it out.
private struct Counted: ExperimentRun {
  @OptionGroup var runOptions: RunOptions
  @Option var rounds = 1
  @Argument var words: [String] = []

  func runName(default name: String) -> String { "my-\(name)" }
  func initialize(_ run: RunContext) async throws { run.keep(words) }
  func perform(_ run: RunContext) async throws {
    let words: [String] = run.kept() ?? []
    run.keep(Array(repeating: words, count: rounds).flatMap { $0 })
  }
}

private struct FixedTime: TimeSource {
  func now() -> Timestamp { Timestamp(microseconds: 1_772_370_309_000_000) }
}

@Suite("A run within a program")
struct StartTests {
  let folder: ProbeFolder
  let surroundings: RunSurroundings

  init() throws {
    folder = try ProbeFolder()
    surroundings = RunSurroundings(
      time: FixedTime(), zone: .gmt, folder: folder.path, commandLine: ["program"])
  }

  @Test("has its options at hand in every method, and gives back what it kept")
  func start() async throws {
    let run = try await Counted.start(["--rounds", "2", "a", "b", "-l", "error"], in: surroundings)
    #expect(run.kept([String].self) == ["a", "b", "a", "b"])
    #expect(run.kept(Int.self) == nil)
    #expect(run.name == "my-Counted_20260301_130509_+0000")
    #expect(run.directory == "\(folder.path)/\(run.name)")
    #expect(run.start == FixedTime().now())
    #expect(!run.continues)
  }

  @Test("never shares its directory with one of the same second")
  func sameSecond() async throws {
    let first = try await Counted.start(["-l", "error"], in: surroundings)
    let second = try await Counted.start(["-l", "error"], in: surroundings)
    #expect(second.name == first.name + "-2")
    #expect(try folder.names() == [first.name, second.name])
  }

  @Test("with -c has a name that is not its directory's")
  func given() async throws {
    let run = try await Counted.start(["-l", "error", "-c", "place"], in: surroundings)
    #expect(run.directory == "\(folder.path)/place")
    #expect(run.name == "my-Counted_20260301_130509_+0000")
  }
}
