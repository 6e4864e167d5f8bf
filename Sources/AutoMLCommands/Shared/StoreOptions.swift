import ArgumentParser
import AutoMLModel
import AutoMLTrackingSQLite
import Foundation

/// Where the database is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The database file (default: $AUTOML_DB, else ./automl.db).", valueName: "path"),
    completion: .file(extensions: ["db"]))
  var path: String?

  /// The file to use.
  var resolvedPath: String {
    if let path { return path }
    let variable = ProcessInfo.processInfo.environment["AUTOML_DB"] ?? ""
    return variable.isEmpty ? "automl.db" : variable
  }

  /// The option by which another command finds the same database, behind a space; often empty.
  var asOptions: String { path.map { " --db \(ShellText([$0]))" } ?? "" }

  /// Opens the database for work: made when it is not there, migrated, and mended after a crash.
  func openForWork() async throws -> SQLiteConnector {
    try await SQLiteConnector.open(path: resolvedPath)
  }

  /// Opens a database that must be there, without changing it.
  func openForReading() async throws -> SQLiteConnector {
    try await SQLiteConnector.open(
      path: resolvedPath, configuration: SQLiteConfiguration(mode: .readOnly))
  }

  /// Does something with a database that must be there, opened for work but not mended yet.
  func recovering<Result>(
    _ body: (SQLiteConnector) async throws -> Result
  ) async throws -> Result {
    let configuration = SQLiteConfiguration(mode: .existing, recoversOnOpen: false)
    return try await Self.closing(
      try await SQLiteConnector.open(path: resolvedPath, configuration: configuration), body)
  }

  /// Does something with a database that must be there, opened for work and mended after a crash.
  func changing<Result>(_ body: (SQLiteConnector) async throws -> Result) async throws -> Result {
    let configuration = SQLiteConfiguration(mode: .existing)
    return try await Self.closing(
      try await SQLiteConnector.open(path: resolvedPath, configuration: configuration), body)
  }

  /// Does something with the database opened for reading, and closes it.
  func reading<Result>(_ body: (SQLiteConnector) async throws -> Result) async throws -> Result {
    try await Self.closing(try await openForReading(), body)
  }

  /// Does something with the database opened for work, and closes it.
  func working<Result>(_ body: (SQLiteConnector) async throws -> Result) async throws -> Result {
    try await Self.closing(try await openForWork(), body)
  }

  private static func closing<Result>(
    _ connector: SQLiteConnector, _ body: (SQLiteConnector) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(connector)
      try await connector.close()
      return result
    } catch {
      try? await connector.close()
      throw error
    }
  }
}
