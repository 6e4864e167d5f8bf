import AutoMLTracking
import AutoMLTrackingSQLite

/// Opens a store as every program does.
func connect(to path: String, readOnly: Bool = false) async throws -> any Connector {
  try await SQLiteConnector.open(
    path: path, configuration: SQLiteConfiguration(mode: readOnly ? .readOnly : .readWrite))
}
