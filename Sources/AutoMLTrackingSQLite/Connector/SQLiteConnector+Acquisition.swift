public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Takes a resource if it is free and enabled.
  public func takeResource(_ id: ResourceID) async throws -> Bool {
    try await write { context in
      _ = try context.db.requireResource(id)
      return try context.take(id)
    }
  }

  /// Finds and takes resources in one transaction, all or none.
  public func acquireResources(_ request: ResourceRequest) async throws -> [ResourceID]? {
    try request.validate()
    return try await write { context in try context.acquire(request) }
  }

  /// Frees a resource that the caller's session holds.
  public func freeResource(_ id: ResourceID) async throws -> Bool {
    try await write { context in
      let resource = try context.db.requireResource(id)
      guard let holder = resource.holder else { return false }
      guard holder == context.session else {
        throw TrackingError(
          .heldByAnotherSession(id), "Resource \(id) is held by session \(holder).")
      }
      if try context.db.isTrue(.isResourceHeld, ["rid": id.rawValue]) {
        throw TrackingError(
          .resourceInUse(id), "Resource \(id) is used by a running attempt of this session.")
      }
      try context.db.run(.freeResource, ["rid": id.rawValue])
      return true
    }
  }

  /// Frees what the caller's session holds apart from the resources of its running attempts.
  public func freeAllResources() async throws -> Int {
    try await write { context in
      guard let session = context.session else { return 0 }
      let freed: [ResourceID] = try context.db.identifiers(
        .freeUnusedResources, ["sid": session.rawValue])
      return freed.count
    }
  }
}

extension ResourceRequest {
  /// Refuses what makes no sense.
  func validate() throws {
    guard count >= 1 else {
      throw TrackingError(
        .invalidRequest, "Cannot take \(count) resources; ask for at least one.")
    }
    guard !type.isEmpty, !type.utf8.contains(0) else {
      throw TrackingError(.invalidRequest, "Cannot take resources of a type without a name.")
    }
  }
}

extension WriteContext {
  /// Takes a resource for the caller's session; false when it is busy or disabled.
  mutating func take(_ id: ResourceID) throws -> Bool {
    let session = try requireSession()
    try db.run(.takeResource, ["rid": id.rawValue, "sid": session.rawValue])
    return db.changesCount > 0
  }

  /// Takes what fits a wish; nil, and nothing taken, when too few are free.
  mutating func acquire(_ request: ResourceRequest) throws -> [ResourceID]? {
    var found = try db.freeResources(for: request)
    if found.count < request.count {
      guard request.createsMissing else { return nil }
      for _ in found.count..<request.count {
        found.append(try addResource(try nextSlot(of: request.type)))
      }
    }
    for id in found where try !take(id) { return nil }
    return found.sorted()
  }

  private func nextSlot(of type: String) throws -> ResourceDescription {
    let slot = try db.value(.findNextResourceSlot, ["type": type], as: Int.self)
    return ResourceDescription(type: type, slot: slot ?? 0)
  }

  /// Takes the resources of an attempt.
  ///
  /// - Throws: ``TrackingError`` `.resourceUnavailable` when not all are free; the caller's
  ///   transaction is then to be undone.
  mutating func take(_ selection: ResourceSelection) throws -> [ResourceID] {
    switch selection {
    case .any(let request):
      try request.validate()
      guard let ids = try acquire(request) else {
        throw TrackingError(
          .resourceUnavailable,
          "Fewer than \(request.count) resources of type \(request.type) are free.")
      }
      return ids
    case .exactly(let ids):
      guard Set(ids).count == ids.count else {
        throw TrackingError(.invalidRequest, "A resource stands twice in the list of a job.")
      }
      for id in ids {
        _ = try db.requireResource(id)
        guard try take(id) else {
          throw TrackingError(.resourceUnavailable, "Resource \(id) is busy or disabled.")
        }
      }
      return ids.sorted()
    }
  }
}

extension Database {
  /// What fits a wish best, on different devices; fewer than it asks for when there are no more.
  ///
  /// A kind may have ten thousand slots without devices, as `cpu` has. The free ones with the
  /// lowest ids are the best of them, so devices are compared only when one is among those.
  fileprivate func freeResources(for request: ResourceRequest) throws -> [ResourceID] {
    var found: [ResourceID] = []
    for avoided in [false, true] where found.count < request.count {
      if avoided, request.avoiding.isEmpty { break }
      let slots = try columns(
        .listFreeSlots,
        [
          "type": request.type, "avoiding": jsonList(request.avoiding), "avoided": avoided,
          "limit": request.count - found.count,
        ]
      ) { row in (id: ResourceID(rawValue: row[0]), hasDevice: row[1] != 0) }
      if slots.contains(where: \.hasDevice) { return try freeDevices(for: request) }
      found += slots.map(\.id)
    }
    return found
  }

  private func freeDevices(for request: ResourceRequest) throws -> [ResourceID] {
    try identifiers(
      .listFreeDevices,
      [
        "type": request.type, "avoiding": jsonList(request.avoiding), "limit": request.count,
      ])
  }
}
