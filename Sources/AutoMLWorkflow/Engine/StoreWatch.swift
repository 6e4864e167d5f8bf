import AutoMLModel
import AutoMLTracking
import Logging

/// What an engine does about its store at regular times.
struct StoreWatch: Sendable {
  /// How many looks at the resources there are to one at the experiment.
  private static let looksForStop = 4
  /// How many looks there are to one for engines that died with what a job waits for.
  private static let looksForTheDead = 20
  /// How many looks a job waits in vain before the user is told.
  private static let looksBeforeNotice = 200

  let connector: any Connector
  let experiment: ExperimentID
  let options: EngineOptions
  let gate: ResourceGate
  let feed: AsyncStream<EngineEvent>.Continuation

  /// Gives signs of life until the task is cancelled.
  func giveSignsOfLife() async {
    while (try? await options.clock.sleep(for: options.heartbeat)) != nil {
      await reporting { try await connector.heartbeat() }
    }
  }

  /// Looks, until the task is cancelled, for what other processes have done: freed resources for
  /// which jobs wait, and requests to stop.
  func lookForChanges() async {
    var looks = 0
    var looksInVain = 0
    while (try? await options.clock.sleep(for: options.storePoll)) != nil {
      looks += 1
      await reporting {
        if looks.isMultiple(of: Self.looksForStop),
          try await connector.experimentStatus(experiment) == .stopRequested
        {
          feed.yield(.stopRequested)
        }
        guard try await mustWait() else {
          looksInVain = 0
          return
        }
        if looks.isMultiple(of: Self.looksForTheDead) { try await recover() }
        // What the engine holds itself will be given back.
        looksInVain = gate.hasHolders ? 0 : looksInVain + 1
        if looksInVain == Self.looksBeforeNotice { try await tellOfWait() }
      }
    }
  }

  /// Wakes a job that waits for resources when there may be enough.
  ///
  /// - Returns: Whether a job waits.
  private func mustWait() async throws -> Bool {
    guard case .resources(_, let request) = options.workers, gate.hasWaiters else { return false }
    let free = try await connector.availableResources(type: request.type)
    if free.count >= request.count { gate.resourcesMayBeFree() }
    return true
  }

  /// Frees what dead engines held, which nobody else may ever do.
  private func recover() async throws {
    let report = try await connector.recover()
    guard !report.freedResources.isEmpty else { return }
    options.logger.warning(
      "an engine died; freed resources it had held: \(report.freedResources.count)")
    gate.resourcesMayBeFree()
  }

  /// Tells a user who may wonder why nothing happens.
  private func tellOfWait() async throws {
    guard case .resources(_, let request) = options.workers else { return }
    let declared = try await connector.resources(type: request.type)
    let enabled = declared.filter(\.isEnabled).count
    options.logger.warning(
      """
      waiting for \(request.count) of '\(request.type)': \(declared.count) declared, \
      \(enabled) enabled, the others are busy; see 'automl resources list'
      """)
  }

  /// A store that is busy is asked again the next time; any other error ends the work.
  private func reporting(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch let error as TrackingError where error.code == .busy {
      options.logger.warning("the store is busy: \(error)")
    } catch {
      feed.yield(.storeFailed(error))
    }
  }
}
