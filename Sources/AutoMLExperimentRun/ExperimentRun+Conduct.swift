import ArgumentParser
import AutoMLModel
import Logging

extension ExperimentRun {
  /// Runs the experiment, in the order that ``ExperimentRun`` tells.
  func conduct(in surroundings: RunSurroundings) async throws -> RunContext {
    let context = try context(in: surroundings)
    let stages = StageOrder.resolved(ancestors)
    let capture = try runOptions.output.plan.map {
      try OutputCapture($0, in: context.directory)
    }
    do {
      context.logger.info("\(context.name): \(ShellText(surroundings.commandLine))")
      for stage in stages { try await stage.initialize(context) }
      try await initialize(context)
      for stage in stages { try await stage.perform(context) }
      try await perform(context)
    } catch {
      // The files would not tell otherwise, because who called says so on the streams of before.
      if capture != nil, !(error is ExitCode) {
        context.logger.critical("ended by an error: \(error)")
      }
      await capture?.end()
      throw error
    }
    await capture?.end()
    return context
  }

  /// Names the run and makes its directory.
  private func context(in surroundings: RunSurroundings) throws -> RunContext {
    var logger = Logger(label: "\(Self.self)")
    logger.logLevel = runOptions.log.level ?? .info
    let start = surroundings.time.now()
    let name = try runName(
      default: RunName.make("\(Self.self)", at: start, in: surroundings.zone))
    guard !name.isEmpty else { throw RunError.emptyName }
    let place: ResultDirectory
    var uniqueName = name
    if let given = runOptions.directory {
      place = try ResultDirectory.open(surroundings.absolute(given))
    } else {
      (uniqueName, place) = try ResultDirectory.unique(name) { name in
        surroundings.absolute(try resultDirectory(named: name))
      }
    }
    return RunContext(
      name: uniqueName, directory: place.path,
      programDirectory: surroundings.programDirectory, start: start, continues: place.existed,
      logger: logger)
  }
}
