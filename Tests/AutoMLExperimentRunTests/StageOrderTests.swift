import ArgumentParser
import Testing

@testable import AutoMLExperimentRun

@Suite("The order of stages")
struct StageOrderTests {
  private struct Ground: ExperimentStage {}
  private struct Left: ExperimentStage { var ancestors: [any ExperimentStage] { [Ground()] } }
  private struct Right: ExperimentStage { var ancestors: [any ExperimentStage] { [Ground()] } }
  private struct Roof: ExperimentStage {
    var ancestors: [any ExperimentStage] { [Left(), Right()] }
  }
  private struct Hen: ExperimentStage { var ancestors: [any ExperimentStage] { [Egg()] } }
  private struct Egg: ExperimentStage { var ancestors: [any ExperimentStage] { [Hen()] } }

  private func names(_ stages: [any ExperimentStage]) -> [String] {
    StageOrder.resolved(stages).map { "\(type(of: $0))" }
  }

  @Test("is ancestors first, as listed, and each once")
  func order() {
    #expect(names([]) == [])
    #expect(names([Roof()]) == ["Ground", "Left", "Right", "Roof"])
    #expect(names([Right(), Roof(), Ground()]) == ["Ground", "Right", "Left", "Roof"])
  }

  @Test("comes to an end where stages build on each other")
  func circle() { #expect(names([Hen()]) == ["Egg", "Hen"]) }
}
