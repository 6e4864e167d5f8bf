import Foundation

/// The package's files as text, found from this very file's place.
struct SourceTree {
  struct File: Sendable, CustomStringConvertible {
    /// The path from the package's root.
    let path: String
    let text: String

    var description: String { path }

    /// The modules that the file imports, in order; a submodule counts as its module.
    ///
    /// Lines of literals, which may hold programs of other languages, are passed over.
    var imports: [String] {
      var isInLiteral = false
      return text.split(whereSeparator: \.isNewline).compactMap { line in
        if !line.ranges(of: "\"\"\"").count.isMultiple(of: 2) { isInLiteral.toggle() }
        if isInLiteral { return nil }
        var words = line.split(whereSeparator: \.isWhitespace)
        while let word = words.first, word.hasPrefix("@") || Self.modifiers.contains(word) {
          words.removeFirst()
        }
        guard words.first == "import" else { return nil }
        words.removeFirst()
        if let kind = words.first, Self.kinds.contains(kind) { words.removeFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
      }
    }

    private static let modifiers: Set<Substring> = [
      "public", "package", "internal", "fileprivate", "private",
    ]
    private static let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
    ]
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The paths of everything below some folders of the package, folders included.
  static func paths(below folders: [String]) -> [String] {
    folders.flatMap { folder -> [String] in
      let base = root.appending(path: folder).path
      let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
      return names.map { "\(folder)/\($0)" }.filter { !$0.contains("/.") }.sorted()
    }
  }

  /// The files with an extension below some folders.
  static func files(_ fileExtension: String, below folders: [String]) throws -> [File] {
    try paths(below: folders).filter { $0.hasSuffix(".\(fileExtension)") }.map(file)
  }

  static func file(_ path: String) throws -> File {
    File(
      path: path,
      text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }
}
