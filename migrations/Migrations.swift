/// One step of the schema, as the text of a file in `migrations/`.
public typealias Migration = EmbeddedSQL

/// The steps of the schema in the order in which they are applied.
public enum Migrations {
  /// Every step; a step's number is its place, from 1.
  public static let all: [Migration] = EmbeddedSQL.all
}
