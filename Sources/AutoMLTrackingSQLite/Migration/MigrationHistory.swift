import AutoMLMigrations
public import AutoMLModel
import AutoMLTracking

/// One step of the schema, with what a file knows of it.
public struct MigrationStep: Hashable, Sendable {
  /// The step's place, from 1.
  public let number: Int
  /// The name of its file.
  public let name: String
  /// Its text.
  public let text: String
  /// The SHA-256 digest of its text in hexadecimal.
  public let digest: String
  /// When it was applied; nil while it is pending.
  public let applied: Timestamp?
  /// Whether it is pending, or was applied with this very name and text.
  public let isIntact: Bool
}

/// A row of the list of applied steps.
struct AppliedMigration: Hashable, Sendable {
  let number: Int
  let name: String
  let digest: String
  let applied: Timestamp
}

/// The known steps held against the applied ones.
struct MigrationHistory {
  let steps: [MigrationStep]
  private let applied: [AppliedMigration]

  init(known: [Migration], applied: [AppliedMigration]) {
    let rows = Dictionary(applied.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    self.applied = applied
    steps = known.enumerated().map { index, migration in
      let digest = SHA256.hexDigest(of: migration.text.utf8)
      let row = rows[index + 1]
      return MigrationStep(
        number: index + 1, name: migration.path, text: migration.text, digest: digest,
        applied: row?.applied,
        isIntact: row.map { $0.name == migration.path && $0.digest == digest } ?? true)
    }
  }

  var pending: [MigrationStep] { steps.filter { $0.applied == nil } }

  /// Refuses a file whose applied steps are not the beginning of the known ones.
  func validate(path: String) throws {
    if let last = applied.map(\.number).max(), last > steps.count {
      throw TrackingError(
        .newerSchema(found: last, known: steps.count),
        "\(path) was written by a newer version of this program: its schema is at step \(last), "
          + "this version knows \(steps.count). Use the newer version. Nothing was changed.")
    }
    if let edited = steps.first(where: { !$0.isIntact }) {
      throw TrackingError(
        .editedMigration(edited.name),
        "Step \(edited.number) of the schema of \(path) differs from \(edited.name) as this "
          + "program knows it. Use the version that wrote the file. Nothing was changed.")
    }
    let end = steps.lastIndex { $0.applied != nil } ?? 0
    if let missing = steps[..<end].first(where: { $0.applied == nil }) {
      throw TrackingError(
        .missingMigration(missing.name),
        "\(path) lacks step \(missing.number) of its schema, \(missing.name), but has a later "
          + "one. Restore a backup. Nothing was changed.")
    }
  }
}
