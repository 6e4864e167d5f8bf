import ArgumentParser
import AutoMLExperimentRun

/// What one stage hands to those that build on it.
struct Greeting: Sendable {
  let words: String
}

/// A stage that another one builds on, and the experiment besides.
struct Base: ExperimentStage {
  @Option var greeting = "hello"

  func initialize(_ run: RunContext) async throws {
    say("Base.initialize")
    run.keep(Greeting(words: greeting))
  }

  func perform(_ run: RunContext) async throws { say("Base.perform") }
}

struct Left: ExperimentStage {
  @OptionGroup var base: Base
  var ancestors: [any ExperimentStage] { [base] }
  func initialize(_ run: RunContext) async throws { say("Left.initialize") }
  func perform(_ run: RunContext) async throws { say("Left.perform") }
}

struct Right: ExperimentStage {
  func initialize(_ run: RunContext) async throws { say("Right.initialize") }
  func perform(_ run: RunContext) async throws { say("Right.perform") }
}
