public import AutoMLModel
public import AutoMLTracking
import Synchronization

extension ParamSweeper {
  /// The sweep with its counts; its description is that of execo's sweeper.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func record() async throws -> SweepRecord { try await connector.sweep(named: name) }

  /// All combinations, in the order of the list (`get_sweeps`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func sweeps() async throws -> [Combination] { try await combinations(in: nil) }

  /// Those that nobody has taken, or that came back (`get_remaining`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func remaining() async throws -> [Combination] { try await combinations(in: .remaining) }

  /// Those that are left out in this run (`get_skipped`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func skipped() async throws -> [Combination] { try await combinations(in: .skipped) }

  /// Those that somebody has taken, here or elsewhere (`get_inprogress`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func inProgress() async throws -> [Combination] {
    try await combinations(in: .inProgress)
  }

  /// Those that need no more work (`get_done`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func done() async throws -> [Combination] { try await combinations(in: .done) }

  /// The five lists at one moment (`stats`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func stats() async throws -> SweepState {
    try await gather(SweepState(), in: nil) { $0.add($1, $2.status) }
  }

  /// What ``sweepStats(_:)`` makes of ``stats()``, without having all combinations in memory.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func statistics() async throws -> SweepStatistics {
    try await gather(SweepStatistics(), in: nil) { $0.add($1, $2.status) }
  }

  /// Has what was skipped remain again, and if asked for what is in progress, whoever has it
  /// (`reset`).
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func reset(inProgress: Bool = false) async throws {
    _ = try await connector.resetSweep(sweep, inProgress: inProgress, done: false)
  }

  /// Puts other combinations on the list (`set_sweeps`).
  ///
  /// Equal ones stand once. What is known of a combination stays known, also while it is on no
  /// list: adding levels keeps what is done, and so does adding factors, for those combinations
  /// that say nothing new.
  ///
  /// - Parameter assumed: The levels that combinations on the list had in the added factors without
  ///   saying so: what is done is done with these levels.
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func setSweeps(
    _ combinations: some Collection<Combination> & Sendable, assuming assumed: ParameterSet = [:]
  ) async throws {
    if !assumed.entries.isEmpty {
      let extended = try await done().map { $0.adding(assumed).entry }
      try await connector.rememberAsDone(extended, of: sweep)
    }
    _ = try await connector.setCombinations(Combination.entries(of: combinations), ofSweep: name)
  }

  /// Finds processes that died, and has what they had in progress remain again (`update`).
  ///
  /// Nothing else is out of date at any time.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func update() async throws { _ = try await connector.recover() }

  /// The same as ``update()`` (`full_update`), since nothing is kept in memory.
  ///
  /// - Throws: ``AutoMLTracking/TrackingError``.
  public func fullUpdate() async throws { try await update() }

  private func combinations(in status: CombinationStatus?) async throws -> [Combination] {
    try await identified(in: status).map(\.0)
  }

  /// The combinations in a state with their ids, in the order of the list.
  func identified(
    in status: CombinationStatus?
  ) async throws -> [(Combination, CombinationID)] {
    try await gather([], in: status) { $0.append(($1, $2.id)) }
  }

  /// Reads the combinations in a state, in the order of the list, into a value.
  private func gather<Value: Sendable>(
    _ empty: Value, in status: CombinationStatus?,
    _ add: @escaping @Sendable (inout Value, Combination, CombinationRecord) -> Void
  ) async throws -> Value {
    let gathered = Mutex((value: empty, layouts: CombinationLayouts()))
    try await connector.readCombinations(of: sweep, in: status) { record in
      gathered.withLock { add(&$0.value, $0.layouts.combination(record.parameters), record) }
      return true
    }
    return gathered.withLock { $0.value }
  }
}

extension SweepState {
  fileprivate mutating func add(_ combination: Combination, _ status: CombinationStatus) {
    sweeps.append(combination)
    switch status {
    case .remaining: remaining.append(combination)
    case .skipped: skipped.append(combination)
    case .inProgress: inProgress.append(combination)
    case .done: done.append(combination)
    }
  }
}

extension Combination {
  /// The combination with more factors, behind its own; a factor that it has keeps its level.
  fileprivate func adding(_ more: ParameterSet) -> Combination {
    var parameters = parameters
    for entry in more.entries where parameters[entry.name] == nil {
      parameters[entry.name] = entry.value
    }
    return Combination(
      layout: CombinationLayout(parameters.entries.map(\.name)),
      levels: parameters.entries.map(\.value))
  }
}
