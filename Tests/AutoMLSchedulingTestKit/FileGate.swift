import Foundation

/// A gate that work waits at, in this process or in another, until the test opens it.
///
/// Its folder is removed with it, or at the end of the program.
public final class FileGate: Sendable {
  /// A folder of its own, for calls that meet.
  public let folder: String

  /// Where the folders of all gates of this program are, removed when it ends.
  ///
  /// Callbacks that hold a gate and their scheduler keep each other until then.
  private static let root: String = {
    atexit { try? FileManager.default.removeItem(atPath: FileGate.root) }
    return FileManager.default.temporaryDirectory
      .appending(path: "scheduling-\(UUID().uuidString)").path
  }()

  /// Makes a gate that is shut.
  ///
  /// - Throws: what the file system says.
  public init() throws {
    folder = Self.root + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What ``TestFunctions/hold`` needs to know.
  public struct Visit: Codable, Hashable, Sendable {
    /// The file that the work makes when it begins.
    public let begunPath: String
    /// The file that opens the gate.
    public let openPath: String
    /// What the work gives back.
    public let number: Int
  }

  /// An input for ``TestFunctions/hold``, which gives the number back.
  public func visit(_ number: Int = 0) -> Visit {
    Visit(begunPath: folder + "/begun-\(number)", openPath: folder + "/open", number: number)
  }

  /// Lets all work through, now and later.
  ///
  /// - Throws: what the file system says.
  public func open() throws { try Self.touch(folder + "/open") }

  /// Waits until a visit has begun.
  ///
  /// - Throws: `CancellationError`.
  public func begun(_ number: Int = 0) async throws {
    while !Self.exists(visit(number).begunPath) {
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Whether a visit has begun.
  public func hasBegun(_ number: Int = 0) -> Bool { Self.exists(visit(number).begunPath) }

  static func touch(_ path: String) throws {
    try Data().write(to: URL(fileURLWithPath: path))
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func census(_ folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).count
  }
}
