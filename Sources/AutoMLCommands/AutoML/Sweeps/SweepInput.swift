import Foundation

/// The text of a sweep's description.
enum SweepInput {
  /// The largest description in bytes; more would not be a description but a list.
  private static let maximumSize = 16 << 20

  /// Reads a file, a pipe, or with `-` the standard input.
  ///
  /// - Throws: ``UserMistake`` when it cannot be read.
  static func read(_ path: String) throws -> (name: String, text: String) {
    let name = path == "-" ? "standard input" : path
    var isFolder: ObjCBool = false
    if path != "-" {
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw UserMistake("\(name): there is no such file; '-' is the standard input.")
      }
      if isFolder.boolValue { throw UserMistake("\(name): this is a folder; name a file in it.") }
    }
    let data: Data
    do {
      let handle =
        path == "-"
        ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
      data = try contents(of: handle)
    } catch let error as CocoaError {
      throw UserMistake("\(name): cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= maximumSize else {
      throw UserMistake("\(name): a description has at most \(maximumSize) bytes.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw UserMistake("\(name): this is not UTF-8 text; save it as UTF-8.")
    }
    return (name, text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
  }

  private static func contents(of handle: FileHandle) throws -> Data {
    var data = Data()
    while data.count <= maximumSize, let piece = try handle.read(upToCount: 1 << 16),
      !piece.isEmpty
    {
      data += piece
    }
    return data
  }
}
