import AutoMLModel
import AutoMLProcessTestKit
import AutoMLTracking
import AutoMLTrackingSQLite
import Foundation
import Testing

/// Opens a store as every program does.
func openStore(at path: String) async throws -> SQLiteConnector {
  try await SQLiteConnector.open(path: path)
}

/// The bytes of everything that lies in a folder, by name.
func bytes(in folder: TemporaryFolder) throws -> [String: Data] {
  let names = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
  return Dictionary(
    uniqueKeysWithValues: names.map { name in
      (name, FileManager.default.contents(atPath: folder.path(name)) ?? Data())
    })
}

/// Expects an action to throw an error of a kind, with a message that names a file.
func expectRefusal(
  of path: String, at place: SourceLocation = #_sourceLocation,
  where matches: (TrackingError.Code) -> Bool, _ action: () async throws -> Void
) async {
  do {
    try await action()
    Issue.record("Nothing was thrown", sourceLocation: place)
  } catch let error as TrackingError {
    #expect(matches(error.code), "\(error.code): \(error)", sourceLocation: place)
    #expect(error.message.contains(path), "\(error)", sourceLocation: place)
  } catch {
    Issue.record("Threw \(error), which is not a TrackingError", sourceLocation: place)
  }
}
