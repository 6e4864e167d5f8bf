import Foundation

/// A folder of its own for one test, in which `experiment-probe` is run.
final class ProbeFolder: Sendable {
  /// The folder; deleted with this.
  let path: String

  init() throws {
    let name = NSTemporaryDirectory() + "experiment-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: true)
    // As a process in it sees it, without symbolic links.
    path = URL(filePath: name).resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The program, which lies beside the test bundle.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "experiment-probe").path

  /// What a program printed and how it ended; the code of a signal is negative.
  struct Output {
    let code: Int32
    let output: String
    let errors: String

    /// The lines of the standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// A program that has been started.
  struct Running {
    let process: Process
    let ends: AsyncStream<Void>
    let folder: ProbeFolder
    let files: (output: String, errors: String)

    /// Waits for its end.
    func end() async -> Output {
      for await _ in ends {}
      let code = process.terminationStatus
      return Output(
        code: process.terminationReason == .exit ? code : -code,
        output: folder.text(of: files.output), errors: folder.text(of: files.errors))
    }
  }

  /// Starts the program in the folder.
  func start(_ arguments: [String]) throws -> Running {
    let id = UUID().uuidString
    let process = Process()
    process.executableURL = URL(filePath: Self.program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try file(".\(id).out")
    process.standardError = try file(".\(id).err")
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    return Running(
      process: process, ends: ends, folder: self, files: (".\(id).out", ".\(id).err"))
  }

  /// Runs the program in the folder to its end.
  func run(_ arguments: [String]) async throws -> Output { await (try start(arguments)).end() }

  /// Runs the program in the folder to its end.
  func run(_ arguments: String...) async throws -> Output { try await run(arguments) }

  /// What is in a file; nothing when it is not there.
  func text(of name: String) -> String {
    (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
  }

  /// The names in the folder, or in one below, in order.
  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Waits until a condition holds, asking often; gives up after many times.
  func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<3_000 {
      if try condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  private func file(_ name: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: "\(path)/\(name)"))
    return try FileHandle(forWritingTo: URL(filePath: "\(path)/\(name)"))
  }
}
