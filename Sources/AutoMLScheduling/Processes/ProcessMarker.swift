#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A text in the environment by which all processes of a command are found again.
///
/// A command that itself runs commands passes its own marks on: a variable holds the marks of all
/// levels, joined by colons.
public struct ProcessMarker: Hashable, Sendable {
  /// The variable's name.
  public let variable: String
  /// The mark, which no other command has; holds no colon.
  public let value: String

  /// Describes a mark.
  public init(variable: String, value: String) {
    self.variable = variable
    self.value = value
  }

  /// An environment with the mark behind those that it holds already.
  public func added(to environment: [String: String]) -> [String: String] {
    var environment = environment
    environment[variable] = value(within: environment)
    return environment
  }

  /// The variable's value: the mark behind those that an environment holds already.
  func value(within environment: [String: String]) -> String {
    let inherited = environment[variable] ?? ""
    return inherited.isEmpty ? value : "\(inherited):\(value)"
  }
}

/// A mark as it is looked for in the environments of processes.
struct MarkerSearch {
  private let name: [UInt8]
  private let value: [UInt8]

  init(_ marker: ProcessMarker) {
    name = Array("\(marker.variable)=".utf8)
    value = Array(marker.value.utf8)
  }

  /// Whether an environment, entries that end with a zero byte, holds the mark.
  func finds(in environment: UnsafeRawBufferPointer) -> Bool {
    Self.contains(environment, separator: 0) { entry in
      guard Self.begins(entry, with: name) else { return false }
      let marks = UnsafeRawBufferPointer(rebasing: entry[name.count...])
      return Self.contains(marks, separator: UInt8(ascii: ":")) { mark in
        mark.count == value.count && Self.begins(mark, with: value)
      }
    }
  }

  private static func begins(_ bytes: UnsafeRawBufferPointer, with start: [UInt8]) -> Bool {
    guard let address = bytes.baseAddress, bytes.count >= start.count else { return start.isEmpty }
    return memcmp(address, start, start.count) == 0
  }

  private static func contains(
    _ bytes: UnsafeRawBufferPointer, separator: UInt8, _ isWanted: (UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    var rest = bytes
    while let address = rest.baseAddress, !rest.isEmpty {
      let end = memchr(address, CInt(separator), rest.count)
      let length = end.map { UnsafeRawPointer($0) - UnsafeRawPointer(address) } ?? rest.count
      if isWanted(UnsafeRawBufferPointer(start: address, count: length)) { return true }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(length + 1))
    }
    return false
  }
}
