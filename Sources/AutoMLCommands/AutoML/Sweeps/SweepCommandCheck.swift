import AutoMLModel
import AutoMLTracking
import AutoMLWorkflow
import Synchronization

/// Finds what is wrong with a command in view of the sweep for which it is to be run.
///
/// Others may change the list meanwhile, so that each combination is looked at once more before its
/// command begins.
final class SweepCommandCheck: Sendable {
  /// What is known of the list: that of the last time it was read as a whole.
  private struct List {
    /// The factors that some combination has.
    var names: Set<String> = []
    /// No combination was newer.
    var lastID: CombinationID?
  }

  private let template: CommandTemplate
  private let placeholders: [String]
  private let list = Mutex(List())

  init(_ template: CommandTemplate) {
    self.template = template
    placeholders = template.placeholders
  }

  private struct Findings {
    /// The placeholders that no combination had yet.
    var unknown: Set<String>
    var harmful: UserMistake?
  }

  /// Looks at the combinations of the list, as far as need be.
  ///
  /// - Throws: ``UserMistake`` that names the factor.
  func run(on sweep: SweepRecord, in store: some SweepStore) async throws {
    if placeholders.isEmpty || sweep.counts.total == 0 { return }
    let findings = Mutex(Findings(unknown: Set(placeholders)))
    let looksAtAll = template.mayHoldProgramText
    try await store.readCombinations(of: sweep.id, in: nil) { [self] combination in
      let parameters = combination.parameters
      return findings.withLock { findings in
        findings.unknown.subtract(parameters.entries.map(\.name))
        findings.harmful = mistake(in: parameters)
        return findings.harmful == nil && (looksAtAll || !findings.unknown.isEmpty)
      }
    }
    try findings.withLock { findings in
      if let harmful = findings.harmful { throw harmful }
      if let name = placeholders.first(where: findings.unknown.contains) {
        throw Self.unknown(name, sweep)
      }
    }
  }

  /// Looks at a combination whose command is to begin.
  ///
  /// A place is empty where a combination has no such factor, but only while another one has it.
  ///
  /// - Throws: ``UserMistake`` that names the factor; `TrackingError`.
  func run(
    on combination: TakenCombination, of sweep: SweepRecord, in store: some SweepStore
  ) async throws {
    if let mistake = mistake(in: combination.parameters) { throw mistake }
    let missing = placeholders.filter { combination.parameters[$0] == nil }
    if missing.isEmpty { return }
    // Ids are never used twice, so that a newer list is told by newer combinations.
    let isKnown = list.withLock { $0.lastID.map { combination.id <= $0 } ?? false }
    if !isKnown { try await read(sweep, in: store, upTo: combination.id) }
    let names = list.withLock { $0.names }
    if let name = missing.first(where: { !names.contains($0) }) {
      throw Self.unknown(name, sweep)
    }
  }

  private func read(
    _ sweep: SweepRecord, in store: some SweepStore, upTo id: CombinationID
  ) async throws {
    let found = Mutex(List(lastID: id))
    try await store.readCombinations(of: sweep.id, in: nil) { combination in
      found.withLock { found in
        found.names.formUnion(combination.parameters.entries.map(\.name))
        found.lastID = found.lastID.map { max($0, combination.id) }
      }
      return true
    }
    let new = found.withLock { $0 }
    list.withLock { $0 = new }
  }

  private static func unknown(_ name: String, _ sweep: SweepRecord) -> UserMistake {
    UserMistake(
      "The sweep '\(VisibleText(sweep.name))' has no factor '\(VisibleText(name))'; write "
        + "{{\(VisibleText(name))}} for the braces themselves.")
  }

  /// The level of a combination that some program would take for more than itself.
  private func mistake(in parameters: ParameterSet) -> UserMistake? {
    guard let place = template.harmfulPlace(for: parameters),
      let level = parameters[place.parameter]
    else { return nil }
    let name = VisibleText(place.parameter)
    let program = VisibleText(place.program)
    let what = "\(VisibleText(level.json.serialized())) of factor '\(name)'"
    return switch place.reader {
    case .shell:
      UserMistake(
        "The shell would take \(what) apart; write \"$1\" in its text and put {\(name)} behind it: "
          + "\(program) -c '… \"$1\"' \(program) {\(name)}")
    case .interpreter:
      UserMistake(
        "\(program) would read \(what) as a part of its program; have the program read it from "
          + "AUTOML_PARAMETERS.")
    case .remoteShell:
      UserMistake(
        "The shell behind \(program) would take \(what) apart; only levels of letters, digits and "
          + "_-.,:/+=@% are safe there.")
    }
  }
}
