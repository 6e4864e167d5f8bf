public import AutoMLModel

/// A resource as it is declared: one slot of a device.
public struct ResourceDescription: Hashable, Sendable {
  /// The kind by which jobs ask for it: `gpu`, `cpu`, `node`, or any other name.
  public var type: String
  /// What people call it; empty means a name made of type, device and slot.
  public var name: String
  /// The host it is on; empty means any.
  public var host: String
  /// The device's number as its driver counts, from 0; nil for what has none.
  public var device: Int?
  /// The device's memory in bytes, when known.
  public var memory: Int64?
  /// Which share of the device this is, from 0.
  public var slot: Int

  /// Describes a resource.
  public init(
    type: String, name: String = "", host: String = "", device: Int? = nil, memory: Int64? = nil,
    slot: Int = 0
  ) {
    self.type = type
    self.name = name
    self.host = host
    self.device = device
    self.memory = memory
    self.slot = slot
  }
}

/// A recorded resource.
public struct ResourceRecord: Hashable, Sendable, Identifiable {
  /// The resource's number.
  public let id: ResourceID
  /// What was declared.
  public let description: ResourceDescription
  /// Whether it is at hand.
  public let status: ResourceStatus
  /// The session that holds it; there is one exactly when it is busy.
  public let holder: SessionID?
  /// Whether it may be handed out.
  public let isEnabled: Bool

  /// Describes a recorded resource.
  public init(
    id: ResourceID, description: ResourceDescription, status: ResourceStatus, holder: SessionID?,
    isEnabled: Bool
  ) {
    self.id = id
    self.description = description
    self.status = status
    self.holder = holder
    self.isEnabled = isEnabled
  }
}

extension Sequence<ResourceRecord> {
  /// How many of these one wish can take: slots of one device count once, and each resource
  /// without a device number counts as a device of its own.
  public var deviceCount: Int {
    let devices = self.map(\.description).filter { $0.device != nil }
    let places = devices.map { device in
      ResourceDescription(type: device.type, host: device.host, device: device.device)
    }
    return self.count { $0.description.device == nil } + Set(places).count
  }
}

/// A wish for resources of one kind, all or none.
///
/// Of the devices, those with the fewest busy slots are taken first, then those with the lowest
/// ids. A resource without a device number counts as a device of its own.
public struct ResourceRequest: Hashable, Sendable {
  /// The exact kind.
  public var type: String
  /// How many, each on another device; at least 1.
  public var count: Int
  /// Resources to take only when there are not enough others, with every slot of their devices.
  public var avoiding: Set<ResourceID>
  /// Whether resources of the kind are declared on the spot when too few are free.
  ///
  /// Meant for `cpu` slots, whose number an experiment bounds by itself.
  public var createsMissing: Bool

  /// Makes a wish.
  public init(
    type: String, count: Int = 1, avoiding: Set<ResourceID> = [], createsMissing: Bool = false
  ) {
    self.type = type
    self.count = count
    self.avoiding = avoiding
    self.createsMissing = createsMissing
  }
}

/// The resources for an attempt.
public enum ResourceSelection: Hashable, Sendable {
  /// Exactly these; none of them may be busy. An empty list means none are needed.
  case exactly([ResourceID])
  /// Whatever fits a wish.
  case any(ResourceRequest)
}

/// The record of what can be taken by one job at a time.
///
/// All methods are atomic across tasks and processes that share the store.
public protocol ResourceStore: Sendable {
  /// Declares resources in one transaction.
  ///
  /// - Returns: Their ids in order.
  /// - Throws: ``TrackingError`` `.invalidRequest` for an empty type, a negative device, slot or
  ///   memory, or a slot of a device that is declared already; then none is added.
  func addResources(_ descriptions: [ResourceDescription]) async throws -> [ResourceID]

  /// The resources, by id.
  ///
  /// - Parameter type: The exact kind, or nil for all.
  func resources(type: String?) async throws -> [ResourceRecord]

  /// Allows or forbids handing resources out, all or none; whoever holds one keeps it.
  ///
  /// - Throws: ``TrackingError`` `.unknownResource`.
  func setResources(_ ids: [ResourceID], enabled: Bool) async throws

  /// Forgets resources, all or none.
  ///
  /// - Throws: ``TrackingError`` `.unknownResource`, or `.resourceInUse` when one is busy or
  ///   history refers to it; disable it instead.
  func removeResources(_ ids: [ResourceID]) async throws

  /// The kinds that are declared, sorted, each once (`get_resource_type`).
  func resourceTypes() async throws -> [String]

  /// The free and enabled resources of a kind, by id (`get_available_resource`).
  ///
  /// - Parameters:
  ///   - type: The exact kind; an unknown one gives an empty list.
  ///   - user: Accepted for the sake of the classic interface; resources have no owners.
  ///   - avoiding: A soft preference: these come only when nothing else is free.
  func availableResources(
    type: String, user: String?, avoiding: Set<ResourceID>
  ) async throws -> [ResourceID]

  /// Takes a resource if it is free and enabled (`take_available_resource`).
  ///
  /// - Returns: Whether the caller's session has it now; of any number of callers racing for a
  ///   free resource exactly one gets true. A second take by the same session gives false.
  /// - Throws: ``TrackingError`` `.unknownResource`.
  func takeResource(_ id: ResourceID) async throws -> Bool

  /// Finds and takes resources in one transaction, all or none.
  ///
  /// They are slots of different devices, chosen as ``ResourceRequest`` tells.
  ///
  /// - Returns: The ids in order, or nil when too few devices have a free and enabled slot.
  /// - Throws: ``TrackingError`` `.invalidRequest` for a count below 1.
  func acquireResources(_ request: ResourceRequest) async throws -> [ResourceID]?

  /// Frees a resource that the caller's session holds (`free_used_resource`).
  ///
  /// - Returns: False when it was free already.
  /// - Throws: ``TrackingError`` `.heldByAnotherSession`, `.unknownResource`, and
  ///   `.resourceInUse` while a running attempt of the session uses it.
  func freeResource(_ id: ResourceID) async throws -> Bool

  /// Frees what the caller's session holds apart from the resources of its running attempts.
  ///
  /// - Returns: How many were freed.
  func freeAllResources() async throws -> Int
}

extension ResourceStore {
  /// Allows or forbids handing a resource out; whoever holds it keeps it.
  ///
  /// - Throws: ``TrackingError`` `.unknownResource`.
  public func setResource(_ id: ResourceID, enabled: Bool) async throws {
    try await setResources([id], enabled: enabled)
  }

  /// Forgets a resource.
  ///
  /// - Throws: as ``removeResources(_:)``.
  public func removeResource(_ id: ResourceID) async throws { try await removeResources([id]) }

  /// The free and enabled resources of a kind, by id.
  public func availableResources(type: String) async throws -> [ResourceID] {
    try await availableResources(type: type, user: nil, avoiding: [])
  }

  /// All resources, by id.
  public func resources() async throws -> [ResourceRecord] { try await resources(type: nil) }

  /// Finds and takes resources of a kind, each on another device, all or none.
  public func acquireResources(
    type: String, count: Int, avoiding: Set<ResourceID> = []
  ) async throws -> [ResourceID]? {
    try await acquireResources(ResourceRequest(type: type, count: count, avoiding: avoiding))
  }
}
