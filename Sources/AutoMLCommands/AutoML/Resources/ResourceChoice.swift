import ArgumentParser
import AutoMLModel
import AutoMLTracking

/// Which of the declared resources a command is about.
struct ResourceChoice: ParsableArguments {
  @Argument(help: ArgumentHelp("Ids, as 'automl resources list' shows them.", valueName: "id"))
  var ids: [ResourceID] = []

  @Option(help: "Instead of ids: all of this kind.")
  var type: String?

  @Option(
    help: ArgumentHelp(
      "With --type: only the slots of this device; may be repeated.", valueName: "number"))
  var device: [Int] = []

  func validate() throws {
    guard type != nil || device.isEmpty else {
      throw ValidationError("'--device' needs '--type', as in '--type gpu --device 0'.")
    }
    guard ids.isEmpty != (type == nil) else {
      throw ValidationError(
        "Say which resources: either ids, or '--type gpu' with or without '--device 0'.")
    }
  }

  /// The most resources that are declared at once; nobody has more in one machine.
  private static let most = 10_000

  /// Refuses numbers of resources that nobody can mean.
  static func check(slots: Int, count: Int = 1) throws {
    guard slots >= 1, count >= 1 else {
      throw ValidationError("'--slots' and '--count' must be at least 1.")
    }
    let (product, isTooMuch) = slots.multipliedReportingOverflow(by: count)
    guard !isTooMuch, product <= most else {
      throw ValidationError("That would be more than \(most) resources.")
    }
  }

  /// The resources that are meant, by id; each must be there.
  ///
  /// - Throws: `TrackingError` `.unknownResource`, and ``UserMistake`` when nothing is of the kind
  ///   or a device is not declared.
  func resolved(in store: some ResourceStore) async throws -> [ResourceRecord] {
    let declared = try await store.resources(type: type)
    guard let type else {
      let known = Set(declared.map(\.id))
      if let unknown = ids.first(where: { !known.contains($0) }) {
        throw TrackingError.unknown(unknown)
      }
      return declared.filter { ids.contains($0.id) }
    }
    let devices = Set(declared.compactMap(\.description.device))
    if let missing = device.first(where: { !devices.contains($0) }) {
      throw Self.nothing("of type '\(type)' with device \(missing)")
    }
    if declared.isEmpty { throw Self.nothing("of type '\(type)'") }
    return declared.filter { resource in
      device.isEmpty || resource.description.device.map(device.contains) == true
    }
  }

  private static func nothing(_ kind: String) -> UserMistake {
    UserMistake("There is no resource \(kind); see 'automl resources list'.")
  }
}
