public import AutoMLTracking
import AutoMLModel

extension Combination {
  /// The combination as a store keeps it: its ``json`` as text, and a digest of its
  /// ``canonicalText``.
  public var entry: SweepEntry {
    let canonical = canonicalText
    return SweepEntry(
      parameters: layout.isSorted ? canonical : textInOrder,
      digest: Int64(bitPattern: StableDigest.value(of: canonical)))
  }

  /// The entries of combinations, each made when it is read.
  static func entries(
    of combinations: some Collection<Combination> & Sendable
  ) -> some Collection<SweepEntry> & Sendable {
    Entries(combinations: combinations)
  }
}

/// A collection of combinations, as a store reads it.
private struct Entries<Combinations: Collection<Combination> & Sendable>: Collection, Sendable {
  let combinations: Combinations

  var startIndex: Combinations.Index { combinations.startIndex }
  var endIndex: Combinations.Index { combinations.endIndex }
  func index(after place: Combinations.Index) -> Combinations.Index {
    combinations.index(after: place)
  }
  subscript(place: Combinations.Index) -> SweepEntry { combinations[place].entry }
}
