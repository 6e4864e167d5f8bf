import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Logging
import Synchronization
import Testing

@testable import AutoMLWorkflow

/// Contexts as an engine makes them, without one.
struct HandMade {
  let connector: SQLiteConnector
  let main = Context()

  /// Makes the main context of experiment 3.
  init(_ fixture: WorkflowFixture) {
    connector = fixture.connector
    main[.experiment] = 3
  }

  /// The context of an attempt at job `10 + number`.
  func job(_ number: Int, attempt: Int = 0, worker: String = "W1") throws -> Context {
    let context = Context(parent: main)
    let space = try SearchSpace(
      name: "s", parameters: [("lr", .float(low: 0, high: 1)), ("n", .integer(low: 0, high: 9))])
    let parameters: ParameterSet = ["lr": 0.5, "n": .integer(Int64(number))]
    context[.jobName] = "job \(10 + number)"
    context[.workerName] = worker
    context[.gpus] = [1, 2]
    context[.recommendation] = Recommendation(
      id: RecommendationID(number), result: try SearchResult(space: space, parameters: parameters))
    context[.job] = JobHandle(
      experiment: 3, job: JobID(rawValue: Int64(10 + number)), number: number,
      attempt: AttemptID(rawValue: Int64(100 + attempt)), attemptNumber: attempt, resources: [],
      sessionToken: "token", connector: connector,
      patience: StorePatience(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
      earlyStopping: nil, processes: ProcessNotes())
    return context
  }
}

/// A clock on the wall that moves only when somebody moves it.
final class WallTime: TimeSource {
  private let moment = Mutex(Timestamp(microseconds: 1_709_210_096_250_000))

  func now() -> Timestamp { moment.withLock { $0 } }

  func advance(by duration: Duration) {
    moment.withLock { $0 = $0.advanced(by: duration) }
  }
}

/// Keeps what is logged.
struct LogCatcher: LogHandler {
  let lines: Lines
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  init(_ lines: Lines) { self.lines = lines }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { lines.add("\(event.level): \(event.message)") }

  /// A logger whose messages are added to some lines.
  static func logger(_ lines: Lines) -> Logger {
    Logger(label: "test") { _ in LogCatcher(lines) }
  }
}

/// A folder of its own, deleted with the value that holds it.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "automl-handlers-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a script that can be run.
  func script(_ text: String, as name: String = "command.sh") throws -> String {
    let file = file(name)
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return file
  }

  /// The lines of a file as JSON; nil where a line is none.
  func documents(_ name: String) throws -> [JSONValue?] {
    let text = try String(contentsOfFile: file(name), encoding: .utf8)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return text.split(separator: "\n").map { try? JSONValue(parsing: String($0)) }
  }
}
