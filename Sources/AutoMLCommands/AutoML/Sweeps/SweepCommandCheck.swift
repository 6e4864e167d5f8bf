import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization

/// Finds what is wrong with a command in view of the sweep for which it is to be run.
struct SweepCommandCheck {
  private let placeholders: [String]
  private let inShellText: [String]

  init(_ template: CommandTemplate) {
    placeholders = template.placeholders
    inShellText = template.placeholdersInShellText
  }

  private struct Findings {
    /// The placeholders that no combination had yet.
    var unknown: Set<String>
    /// A factor whose level a shell would take apart, and the level.
    var harmful: (name: String, level: ParameterValue)?
  }

  /// Looks at the combinations, as far as need be.
  ///
  /// - Throws: ``UserMistake`` that names the factor.
  func run(on sweep: SweepRecord, in store: some SweepStore) async throws {
    if placeholders.isEmpty || sweep.counts.total == 0 { return }
    let findings = Mutex(Findings(unknown: Set(placeholders)))
    try await store.readCombinations(of: sweep.id, in: nil) { [inShellText] combination in
      findings.withLock { findings in
        for entry in combination.parameters.entries {
          findings.unknown.remove(entry.name)
          guard inShellText.contains(entry.name),
            !CommandTemplate.isHarmlessInShellText(entry.value)
          else { continue }
          findings.harmful = (entry.name, entry.value)
        }
        return findings.harmful == nil && !(findings.unknown.isEmpty && inShellText.isEmpty)
      }
    }
    try findings.withLock { findings in
      if let (name, level) = findings.harmful {
        throw UserMistake(
          "The shell would take \(level.json.serialized()) of factor '\(name)' apart; write \"$1\" "
            + "in its text and put {\(name)} behind it: sh -c '… \"$1\"' sh {\(name)}")
      }
      if let name = placeholders.first(where: findings.unknown.contains) {
        throw UserMistake(
          "The sweep '\(sweep.name)' has no factor '\(name)'; write {{\(name)}} for the braces "
            + "themselves.")
      }
    }
  }
}
