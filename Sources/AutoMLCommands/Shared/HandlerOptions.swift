import ArgumentParser
import AutoMLModel
import AutoMLScheduling
import AutoMLTracking
import AutoMLWorkflow
import Foundation
import Logging

/// Who hears of a workflow besides the user at the terminal.
struct HandlerOptions: ParsableArguments {
  @Option(
    name: .customLong("events"),
    help: ArgumentHelp("Append each event to a file, a line of JSON each.", valueName: "file"),
    completion: .file())
  var eventLog: String?

  @Option(
    help: ArgumentHelp(
      "Run a command at the begin, the end and each failed job, with the event on its input.",
      discussion: "No shell takes the command apart; write sh -c '…' to have one. After the last "
        + "job, commands that are not done are waited for, for 30 s at most; Ctrl-C ends that.",
      valueName: "command"))
  var notify: String?

  @Flag(help: "Tell at the end what each worker did.")
  var stats = false

  /// Refuses a command that cannot be taken apart.
  func validate() throws { _ = try notificationWords() }

  /// Opens the event log, if one is wanted; to be called before anything is recorded.
  ///
  /// - Throws: `EventLogError`; `UserMistake` when it is to be the database's file.
  func openEventLog(besides store: StoreOptions, logger: Logger) throws -> EventLogHandler? {
    guard let eventLog else { return nil }
    guard Self.resolved(eventLog) != Self.resolved(store.resolvedPath) else {
      throw UserMistake("--events and --db name the same file '\(eventLog)'; choose another one.")
    }
    return try EventLogHandler(path: eventLog, logger: logger)
  }

  /// The handlers of a workflow, in order.
  ///
  /// - Parameter session: Whose processes the notification's are, so that a crash leaves none.
  func chain(
    behind progress: ProgressHandler, eventLog: EventLogHandler?, session: SessionRecord,
    logger: Logger
  ) throws -> [any Handler] {
    var handlers: [any Handler] = [progress]
    if stats { handlers.append(StatsHandler(output: Self.printed)) }
    if let eventLog { handlers.append(eventLog) }
    if let words = try notificationWords() {
      let marker = ProcessMarker(
        variable: SessionEnvironment.tokenVariable, value: session.token)
      let command = ProcessCommand(
        executable: words[0], arguments: Array(words.dropFirst()),
        environment: marker.added(to: ProcessInfo.processInfo.environment),
        workingDirectory: FileManager.default.currentDirectoryPath, gracePeriod: .seconds(2))
      handlers.append(NotifierHandler(command: command, logger: logger))
    }
    return handlers
  }

  private func notificationWords() throws -> [String]? {
    guard let notify else { return nil }
    let template: CommandTemplate
    do {
      template = try CommandTemplate(parsing: notify)
    } catch {
      throw ValidationError("--notify: \(error)")
    }
    guard let name = template.placeholders.first else {
      return template.arguments(for: ParameterSet())
    }
    throw ValidationError(
      "--notify: {\(name)} means nothing here; write {{ and }} for the braces themselves")
  }

  private static func printed(_ statistics: WorkflowStatistics) {
    for line in statistics.lines { Terminal.printError(line) }
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
