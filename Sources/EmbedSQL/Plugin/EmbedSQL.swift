import Foundation
import PackagePlugin

/// Runs `embed-sql` over the `.sql` files of a target, so that their text is part of the binary.
@main
struct EmbedSQL: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SwiftSourceModuleTarget else { return [] }
    let inputs = try Self.sqlFiles(below: target.directoryURL)
    let output = context.pluginWorkDirectoryURL.appending(component: "EmbeddedSQL.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) SQL files of \(target.name)",
        executable: try context.tool(named: "embed-sql").url,
        arguments: [target.directoryURL.path, output.path] + inputs.map(\.path),
        inputFiles: inputs, outputFiles: [output])
    ]
  }

  private static func sqlFiles(below folder: URL) throws -> [URL] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return paths.filter { $0.hasSuffix(".sql") }.sorted().map { folder.appending(path: $0) }
  }
}
