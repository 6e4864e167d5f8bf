public import ArgumentParser

/// A part of experiments that others build on: options of its own, and what is done with them.
///
/// This is how a reusable, generic experiment is written. An experiment, or a further stage,
/// includes it as an `@OptionGroup` and lists it in its `ancestors`; so its options stand on the
/// command line, and its methods are called before those of whoever builds on it:
///
/// ```swift
/// struct Cluster: ExperimentStage {
///   @Option var nodes = 4
///   func initialize(_ run: RunContext) async throws { run.keep(try await reserve(nodes)) }
/// }
/// ```
///
/// The parser refuses options that are declared twice. So of two stages that build on a third one
/// with options, only one includes it; the other takes what it needs from the ``RunContext``.
public protocol ExperimentStage: ParsableArguments {
  /// What this stage builds on; nothing by default.
  var ancestors: [any ExperimentStage] { get }
  /// Prepares; called once, before anybody performs, and after the ancestors' method.
  func initialize(_ run: RunContext) async throws
  /// Does its part of the experiment; called once, after the ancestors' method.
  func perform(_ run: RunContext) async throws
}

extension ExperimentStage {
  /// Nothing.
  public var ancestors: [any ExperimentStage] { [] }
  /// Does nothing.
  public func initialize(_ run: RunContext) async throws {}
  /// Does nothing.
  public func perform(_ run: RunContext) async throws {}
}

/// The order in which stages are called.
enum StageOrder {
  /// The stages and all they build on, ancestors first, each type of stage once.
  static func resolved(_ stages: [any ExperimentStage]) -> [any ExperimentStage] {
    var seen: Set<ObjectIdentifier> = []
    var order: [any ExperimentStage] = []
    func visit(_ stage: any ExperimentStage) {
      guard seen.insert(ObjectIdentifier(type(of: stage))).inserted else { return }
      stage.ancestors.forEach(visit)
      order.append(stage)
    }
    stages.forEach(visit)
    return order
  }
}
