public import AutoMLModel
public import AutoMLTracking

/// Resources, one a row, with who holds them.
public struct ResourceTable: Report {
  /// The resources from top to bottom.
  public let resources: [ResourceRecord]

  /// Makes a table of resources.
  public init(_ resources: [ResourceRecord]) { self.resources = resources }

  /// The resources for people.
  public func text(width: Int?, colour: Bool) -> String {
    if resources.isEmpty { return "No resources are declared." }
    var table = TextTable([
      .init("id", .right), .init("type"), .init("name", isElastic: true), .init("host"),
      .init("device", .right), .init("slot", .right), .init("memory", .right), .init("status"),
    ])
    for resource in resources {
      let description = resource.description
      table.append([
        "\(resource.id)", .init(description.type), .init(resource.displayName),
        .init(description.host.isEmpty ? "any" : description.host),
        .init(description.device.map { String($0) } ?? "–"), "\(description.slot)",
        .init(description.memory.map(Self.size) ?? "–"), Self.status(of: resource),
      ])
    }
    return table.text(width: width, colour: colour)
  }

  private static func status(of resource: ResourceRecord) -> TextTable.Cell {
    let holder = resource.holder.map { " by session \($0)" } ?? ""
    let text = resource.status.rawValue + holder
    if !resource.isEnabled { return .init(text + ", disabled", .faint) }
    return .init(text, resource.status == .free ? .good : .open)
  }

  private static func size(_ bytes: Int64) -> String {
    let gigabytes = Double(bytes) / 1_000_000_000
    return gigabytes >= 1
      ? "\(NumberText((gigabytes * 10).rounded() / 10)) GB" : "\(bytes / 1_000_000) MB"
  }

  /// An array of resources.
  public var json: JSONValue { .array(resources.map(\.json)) }

  /// The resources, a line each.
  public var csv: String {
    let columns = [
      "id", "type", "name", "host", "device", "slot", "memory_bytes", "status", "holder", "enabled",
    ]
    return CSVTable(columns: columns.map { [$0] }).text(of: resources.map(\.json))
  }
}

extension ResourceRecord {
  /// What people call the resource: its name, or one made of type, device and slot.
  var displayName: String {
    if !description.name.isEmpty { return description.name }
    return description.type + (description.device.map { " \($0)" } ?? "")
      + (description.slot > 0 ? ".\(description.slot)" : "")
  }

  var json: JSONValue {
    [
      "id": JSONValue(id), "type": .string(description.type), "name": .string(displayName),
      "host": .string(description.host), "device": JSONValue(description.device),
      "slot": JSONValue(description.slot),
      "memory_bytes": description.memory.map { .integer($0) } ?? .null,
      "status": .string(status.rawValue), "holder": JSONValue(holder),
      "enabled": .boolean(isEnabled),
    ]
  }
}
