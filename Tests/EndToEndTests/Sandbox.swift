import Foundation
import Subprocess
import SystemPackage
import Testing

/// A folder of its own for one test, and the built programs to run in it.
final class Sandbox: Sendable {
  /// The folder; deleted with the sandbox.
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "automl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What a program printed and how it ended.
  struct Output {
    let code: Int32
    let output: String
    let errors: String

    /// The standard output as JSON.
    var json: Any {
      get throws {
        try JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed)
      }
    }

    /// A value in the standard output's JSON, by keys and indexes joined with dots.
    func value(_ path: String) throws -> Any? {
      var value: Any? = try json
      for key in path.split(separator: ".") {
        if let index = Int(key) {
          let list = value as? [Any] ?? []
          value = list.indices.contains(index) ? list[index] : nil
        } else {
          value = (value as? [String: Any])?[String(key)]
        }
      }
      return value
    }
  }

  /// The folder of the built programs, beside the test bundle.
  static let products: URL = {
    let bundle = ProcessInfo.processInfo.arguments.lazy
      .map { URL(filePath: $0) }
      .first { $0.pathExtension == "xctest" }
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return (bundle ?? own).deletingLastPathComponent()
  }()

  /// The file of a name in the folder.
  func path(_ name: String) -> String { folder + "/" + name }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String, executable: Bool = false) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    if executable {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: path(name))
    }
  }

  /// Copies a fixture into the folder, executable.
  func use(_ fixture: String, as name: String? = nil) throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(fixture)")
    try write(
      String(contentsOf: source, encoding: .utf8), to: name ?? fixture, executable: true)
  }

  /// Starts a built program in the folder.
  func start(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try start(
      executable: Self.products.appending(path: program).path, arguments,
      environment: environment)
  }

  /// Starts any program in the folder.
  func start(
    executable: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningProgram {
    var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AUTOML_") }
    all.merge(environment) { $1 }
    return try RunningProgram(executable, arguments, environment: all, folder: folder)
  }

  /// Runs a program in the folder to its end.
  func run(
    _ program: String, _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> Output {
    try await start(program, arguments, environment: environment).end()
  }
}

/// A program that has been started.
final class RunningProgram: Sendable {
  private let outputFile: String
  private let errorsFile: String
  private let run: Task<TerminationStatus, any Error>
  private let started: Task<pid_t?, Never>

  init(
    _ executable: String, _ arguments: [String], environment: [String: String], folder: String
  ) throws {
    let id = UUID().uuidString
    outputFile = "\(folder)/.\(id).out"
    errorsFile = "\(folder)/.\(id).err"
    let permissions = FilePermissions.ownerReadWrite
    let output = try FileDescriptor.open(
      outputFile, .writeOnly, options: [.create], permissions: permissions)
    let errors = try FileDescriptor.open(
      errorsFile, .writeOnly, options: [.create], permissions: permissions)
    let (ids, found) = AsyncStream.makeStream(of: pid_t.self)
    started = Task { await ids.first { _ in true } }
    run = Task {
      try await Subprocess.run(
        .path(FilePath(executable)), arguments: Arguments(arguments),
        environment: .custom(
          Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })),
        workingDirectory: FilePath(folder),
        input: .none,
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
      ) { execution in found.yield(execution.processIdentifier.value) }.terminationStatus
    }
  }

  /// Sends a signal.
  func send(_ signal: Int32) async { if let id = await started.value { kill(id, signal) } }

  /// Whether it has not ended yet.
  var isRunning: Bool { get async { await started.value.map { kill($0, 0) == 0 } ?? false } }

  /// What it has printed on standard error by now.
  var errorsSoFar: String { (try? String(contentsOfFile: errorsFile, encoding: .utf8)) ?? "" }

  /// What it has printed on standard output by now.
  var outputSoFar: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }

  /// Waits for the end; the code of a signal is negative.
  func end() async throws -> Sandbox.Output {
    let code: Int32 =
      switch try await run.value {
      case .exited(let code): code
      case .signaled(let signal): -signal
      }
    return Sandbox.Output(
      code: code, output: outputSoFar, errors: errorsSoFar)
  }
}

/// Waits until a condition holds, asking often; gives up after many times.
///
/// For conditions in other processes that tell nobody, such as a file that appears.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  for _ in 0..<3_000 {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}

/// The numbers of the processes whose environment or command line holds a text.
func processes(with marker: String) -> [Int] {
  let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return numbers.compactMap(Int.init).filter { number in
    ["cmdline", "environ"].contains { file in
      let data = FileManager.default.contents(atPath: "/proc/\(number)/\(file)") ?? Data()
      return data.range(of: Data(marker.utf8)) != nil
    }
  }
}
