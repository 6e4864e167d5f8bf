import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow

/// What a shell script says of a sweep must not get lost: a lock is waited out.
extension StoreOptions {
  /// How long a try waits for other programs; then the user is told, and a stop is obeyed.
  private static let timeOfTry = Duration.seconds(2)

  /// Patience that tells the user, once each time it is needed.
  func patience() -> StorePatience {
    let path = VisibleText(resolvedPath)
    return StorePatience { _, isFirst in
      guard isFirst else { return }
      Terminal.printError("Another program keeps \(path) locked; waiting until it is done.")
    }
  }

  /// Does something with a database, from the beginning again while another program keeps it
  /// locked.
  ///
  /// - Parameters:
  ///   - mode: Whether the database must be there, as for ``changing(_:)``.
  ///   - body: Changes the database at most once, as its last step that can fail.
  func changingPatiently<Result>(
    mode: SQLiteConfiguration.Mode = .existing,
    _ body: (SQLiteConnector) async throws -> Result
  ) async throws -> Result {
    let patience = patience()
    return try await changing(mode: mode, with: patience) { connector in
      try await patience.record { try await body(connector) }
    }
  }

  /// Does something with a database opened for work with patience, and mended after a crash.
  func changing<Result>(
    mode: SQLiteConfiguration.Mode = .existing, with patience: StorePatience,
    _ body: (SQLiteConnector) async throws -> Result
  ) async throws -> Result {
    let configuration = SQLiteConfiguration(mode: mode, busyTimeout: Self.timeOfTry)
    let connector = try await patience.record {
      try await SQLiteConnector.open(path: resolvedPath, configuration: configuration)
    }
    let result: Result
    do {
      result = try await body(connector)
    } catch {
      try? await connector.close()
      throw error
    }
    do {
      try await connector.close()
    } catch let error as TrackingError where error.code == .busy {
      // All is recorded but the end of the session, which whoever comes next finds dead.
    }
    return result
  }
}
