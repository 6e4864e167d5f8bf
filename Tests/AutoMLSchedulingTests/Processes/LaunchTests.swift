import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Synchronization
import Testing

@Suite("The start of a process")
struct LaunchTests {
  let runner = ProcessRunner()

  func command(
    _ words: String..., environment: [String: String] = ["PATH": "/usr/bin:/bin"],
    in folder: String = NSTemporaryDirectory()
  ) -> ProcessCommand {
    ProcessCommand(
      executable: words[0], arguments: Array(words.dropFirst()), environment: environment,
      workingDirectory: folder)
  }

  /// Runs a command that ends well, and gives what it prints.
  func output(of command: ProcessCommand) async throws -> String {
    let text = Mutex<[UInt8]>([])
    let end = try await runner.run(command) { _, bytes in text.withLock { $0 += bytes } }
    #expect(end == .exited(0))
    return String(decoding: text.withLock { $0 }, as: UTF8.self)
  }

  /// What is told of a command that cannot be started.
  func problem(_ command: ProcessCommand) async throws -> String {
    let error = await #expect(throws: ProcessLaunchError.self) {
      _ = try await runner.run(command) { _, _ in }
    }
    return try #require(error).description
  }

  @Test("gives it the three standard streams and nothing else that is open here")
  func descriptors() async throws {
    // One that other programs would get.
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    let listed = try await output(of: command("ls", "/proc/self/fd"))
    // The fourth is the folder that is being listed.
    #expect(listed == "0\n1\n2\n3\n")
  }

  @Test("blocks and ignores no signal, though one is ignored here")
  func signals() async throws {
    let before = signal(SIGXFSZ, SIG_IGN)
    defer { signal(SIGXFSZ, before) }
    let lines = try await output(of: command("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"))
    let sets = lines.split(separator: "\n").compactMap { line in
      line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    }
    // Signals 32 and 33 belong to the C library, which has them ignored.
    #expect(sets.map { $0 & ~(0b11 << 31) } == [0, 0])
  }

  @Test("passes words and variables on as they are")
  func words() async throws {
    let odd = ["", " two  words ", "ü\n\"'$HOME\\", "--"]
    var command = command("sh", "-c", "printf '%s|' \"$@\" \"$ODD\"", "-")
    command.arguments += odd
    command.environment["ODD"] = "a=b c"
    #expect(try await output(of: command) == odd.map { "\($0)|" }.joined() + "a=b c|")
  }

  @Test("has the working directory be the given one")
  func folder() async throws {
    try await Folder.with { folder async throws in
      #expect(try await output(of: command("pwd", "-P", in: folder)) == "\(folder)\n")
    }
  }

  @Test("looks a name up in the PATH of the command, and passes over what cannot be run")
  func search() async throws {
    try await Folder.with { folder async throws in
      for name in ["closed", "open", "folder"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      }
      try FileManager.default.createDirectory(
        atPath: "\(folder)/folder/greet", withIntermediateDirectories: false)
      for (place, mode) in [("closed", 0o644), ("open", 0o755)] {
        let path = "\(folder)/\(place)/greet"
        try Data("#!/bin/sh\necho \(place)\n".utf8).write(to: URL(filePath: path))
        #expect(chmod(path, mode_t(mode)) == 0)
      }
      let path = "\(folder)/closed:\(folder)/folder:\(folder)/none::\(folder)/open:/usr/bin:/bin"
      #expect(try await output(of: command("greet", environment: ["PATH": path])) == "open\n")
      let text = try await problem(command("greet", environment: ["PATH": "/usr/bin"], in: folder))
      #expect(text == "Cannot start 'greet': it is in no folder of PATH")
    }
  }

  @Test("tells what is wrong")
  func problems() async throws {
    try await Folder.with { folder async throws in
      let (script, text, lost) = ("\(folder)/script", "\(folder)/text", "\(folder)/lost")
      try Data("no program".utf8).write(to: URL(filePath: script))
      #expect(
        try await problem(command(script)) == "Cannot start '\(script)': it is not executable")
      try Data("no program".utf8).write(to: URL(filePath: text))
      chmod(text, 0o755)
      #expect(
        try await problem(command(text))
          == "Cannot start '\(text)': it is neither a program nor a script with an interpreter")
      try Data("#!/no/such/interpreter\n".utf8).write(to: URL(filePath: lost))
      chmod(lost, 0o755)
      #expect(
        try await problem(command(lost))
          == "Cannot start '\(lost)': the interpreter that its first line names is not there")
      #expect(try await problem(command(folder)) == "Cannot start '\(folder)': it is a folder")
      #expect(
        try await problem(command("/no/such/program"))
          == "Cannot start '/no/such/program': there is no such file")
      let writer = open(text, O_WRONLY)
      #expect(try await problem(command(text)) == "Cannot start '\(text)': Text file busy")
      close(writer)
      #expect(
        try await problem(command("true", in: "\(folder)/gone"))
          == "Cannot start 'true': there is no working directory '\(folder)/gone'")
      #expect(
        try await problem(command("true", in: text))
          == "Cannot start 'true': there is no working directory '\(text)'")
    }
  }

  @Test("succeeds with scripts that were just written, while other threads start programs")
  func justWritten() async throws {
    try await Folder.with { folder async throws in
      try await withThrowingTaskGroup { group in
        for task in 0..<6 {
          group.addTask {
            for round in 0..<500 {
              let script = "\(folder)/\(task)-\(round)"
              try Data("#!/bin/true\n".utf8).write(to: URL(filePath: script))
              chmod(script, 0o755)
              #expect(try await runner.run(command(script)) { _, _ in } == .exited(0))
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("refuses a zero byte instead of cutting a word there", arguments: 0...4)
  func zeroBytes(place: Int) async throws {
    var command = command("true")
    switch place {
    case 0: command.executable = "/bin/true\0"
    case 1: command.arguments = ["a\0b"]
    case 2: command.environment["A"] = "a\0b"
    case 3: command.environment["A\0"] = "a"
    default: command.workingDirectory += "\0"
    }
    #expect(try await problem(command).hasSuffix("a word, a variable or a path holds a zero byte"))
  }

  @Test("gives it an input longer than a pipe holds, whether it reads it or not")
  func input() async throws {
    var command = command("cat")
    command.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let read = Mutex<[UInt8]>([])
    let end = try await runner.run(command) { _, bytes in read.withLock { $0 += bytes } }
    #expect(end == .exited(0))
    #expect(read.withLock { $0 == command.input })
    command.executable = "true"
    #expect(try await runner.run(command) { _, _ in } == .exited(0))
  }
}

/// A folder of a test, which is gone afterwards.
enum Folder {
  static func with(_ body: (String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "automl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(URL(filePath: folder).resolvingSymlinksInPath().path)
  }
}
