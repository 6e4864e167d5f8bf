public import AutoMLModel
import AutoMLQueries
public import AutoMLTracking
import GRDB

extension SQLiteConnector {
  /// Declares resources in one transaction.
  public func addResources(_ descriptions: [ResourceDescription]) async throws -> [ResourceID] {
    for description in descriptions { try description.validate() }
    return try await write(isLong: descriptions.count > Self.fewRows) { context in
      try descriptions.map { try context.addResource($0) }
    }
  }

  /// The resources of a kind, or all, by id.
  public func resources(type: String?) async throws -> [ResourceRecord] {
    try await read { db in
      try db.rows(.listResources, ["type": type], ResourceRecord.init(row:))
    }
  }

  /// Allows or forbids handing resources out, all or none.
  public func setResources(_ ids: [ResourceID], enabled: Bool) async throws {
    try await write { context in
      for id in ids {
        let changed: [ResourceID] = try context.db.identifiers(
          .setResourceEnabled, ["rid": id.rawValue, "enabled": enabled])
        if changed.isEmpty { throw TrackingError.unknown(id) }
      }
    }
  }

  /// Forgets resources that nothing refers to, all or none.
  public func removeResources(_ ids: [ResourceID]) async throws {
    try await write { context in
      for id in ids {
        let resource = try context.db.requireResource(id)
        let isRecorded = try context.db.isTrue(.isResourceRecorded, ["rid": id.rawValue])
        guard resource.status == .free, !isRecorded else {
          throw TrackingError(
            .resourceInUse(id),
            "Resource \(id) is in use or has been; disable it instead of removing it.")
        }
        try context.db.run(.deleteResource, ["rid": id.rawValue])
      }
    }
  }

  /// The kinds that are declared, sorted, each once.
  public func resourceTypes() async throws -> [String] {
    try await read { try $0.values(.listResourceTypes) }
  }

  /// The free and enabled resources of a kind, by id.
  public func availableResources(
    type: String, user: String?, avoiding: Set<ResourceID>
  ) async throws -> [ResourceID] {
    try await read { db in
      let others = try db.availableResources(type: type, avoiding: avoiding, avoided: false)
      if !others.isEmpty || avoiding.isEmpty { return others }
      return try db.availableResources(type: type, avoiding: avoiding, avoided: true)
    }
  }
}

extension ResourceDescription {
  /// Refuses what makes no sense.
  fileprivate func validate() throws {
    func refuse(_ reason: String) -> TrackingError {
      TrackingError(.invalidRequest, "Cannot declare a resource: \(reason).")
    }
    if type.isEmpty { throw refuse("its type is empty") }
    for text in [type, name, host] where text.utf8.contains(0) {
      throw refuse("its type, name or host holds a NUL")
    }
    if let device, device < 0 { throw refuse("device \(device) is negative") }
    if let memory, memory < 0 { throw refuse("a memory of \(memory) bytes is negative") }
    if slot < 0 { throw refuse("slot \(slot) is negative") }
  }

  /// The given name, or one like "gpu0" or "gpu0:1" of type, device and slot.
  fileprivate var storedName: String {
    if !name.isEmpty { return name }
    return type + (device.map(String.init) ?? "") + (slot > 0 ? ":\(slot)" : "")
  }
}

extension WriteContext {
  /// Records a resource unless its slot is taken.
  func addResource(_ description: ResourceDescription) throws -> ResourceID {
    let other = try db.value(
      .findResourceSlot,
      [
        "type": description.type, "host": description.host, "device": description.device,
        "slot": description.slot,
      ], as: Int64.self)
    if let other {
      let device = description.device.map { " of device \($0)" } ?? ""
      throw TrackingError(
        .invalidRequest,
        "Slot \(description.slot)\(device) of type \(description.type) is declared already, "
          + "as resource \(other).")
    }
    let ids: [ResourceID] = try db.identifiers(
      .insertResource,
      [
        "type": description.type, "host": description.host, "device": description.device,
        "slot": description.slot, "name": description.storedName, "memory": description.memory,
      ])
    return ids[0]
  }
}

extension Database {
  /// A resource that must be there.
  func requireResource(_ id: ResourceID) throws -> ResourceRecord {
    let record = try row(.findResource, ["rid": id.rawValue], ResourceRecord.init(row:))
    guard let record else { throw TrackingError.unknown(id) }
    return record
  }

  /// Free and enabled resources, by id: the avoided ones, or all others.
  fileprivate func availableResources(
    type: String, avoiding: Set<ResourceID>, avoided: Bool
  ) throws -> [ResourceID] {
    try identifiers(
      .listAvailableResources,
      ["type": type, "avoiding": jsonList(avoiding), "avoided": avoided])
  }
}
