import Foundation
import Testing

@Suite("The output of an experiment", .timeLimit(.minutes(5)))
struct OutputTests {
  let folder: ProbeFolder

  init() throws { folder = try ProbeFolder() }

  /// What the program prints after the output has found its place.
  static let told = "Probe.perform\n"

  @Test("-M alone does nothing, and of -L and -R the last one counts")
  func choices() async throws {
    #expect(try await folder.run("-M", "-c", "alone").output.hasSuffix(Self.told))
    #expect(try folder.names(in: "alone") == [])
    #expect(try await folder.run("-L", "-R", "-c", "redirected").output == "runName\n")
    #expect(try await folder.run("-R", "-L", "-c", "copied").output.hasSuffix(Self.told))
  }

  @Test("A program keeps a part of its output in files of its own choice")
  func ownFiles() async throws {
    let output = try await folder.run("-c", "place", "--deed", "keeps")
    #expect(output.code == 0, "\(output.errors)")
    // Each stream has a copier of its own, so their order is left to chance.
    let kept = folder.text(of: "kept").split(separator: "\n")
    #expect(kept.sorted() == ["child err", "child out", "in between"])
    let lines = output.output.split(separator: "\n").suffix(3)
    #expect(lines.first == "child out" && lines.dropFirst().first == "in between")
    let program = try #require(lines.last?.split(separator: " ").last)
    #expect(FileManager.default.isExecutableFile(atPath: "\(program)/experiment-probe"))
    #expect(output.errors.contains("child err\n"))
    #expect(try folder.names(in: "place") == [])
  }

  @Test("What children print is kept, too", arguments: ["-R", "-L"])
  func children(way: String) async throws {
    let output = try await folder.run(way, "-c", "place", "--deed", "children")
    #expect(output.code == 0, "\(output.errors)")
    #expect(folder.text(of: "place/stdout").hasSuffix("child out\n"))
    #expect(folder.text(of: "place/stderr").hasSuffix("child err\n"))
    #expect(output.output.contains("child out") == (way == "-L"))
  }

  @Test("A program that is killed loses nothing of what it printed", arguments: ["-R", "-L"])
  func killed(way: String) async throws {
    let output = try await folder.run(way, "-c", "place", "--deed", "dies")
    #expect(output.code == -SIGKILL)
    #expect(try await folder.eventually { folder.text(of: "place/stdout").hasSuffix("19999\n") })
    let lines = folder.text(of: "place/stdout").split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("line ") }.count == 20_000)
  }

  @Test(
    "What ends the program does not end the copier", arguments: [SIGTERM, SIGINT, SIGHUP])
  func signalled(signal: Int32) async throws {
    let program = try folder.start(["-L", "-c", "place", "--deed", "waits"])
    #expect(try await folder.eventually { folder.text(of: "ready") != "" })
    let copiers = copiers()
    #expect(copiers.count == 2)
    for copier in copiers { kill(copier, signal) }
    kill(program.process.processIdentifier, signal)
    #expect(await program.end().code == -signal)
    #expect(try await folder.eventually { self.copiers().isEmpty })
    #expect(folder.text(of: "place/stdout").hasSuffix(Self.told))
  }

  @Test("A child that goes on with the streams does not hold up the end, and is copied further")
  func leavesChild() async throws {
    let output = try await folder.run("-L", "-c", "place", "--deed", "leaves")
    #expect(output.code == 0, "\(output.errors)")
    #expect(folder.text(of: "place/stdout").hasSuffix(Self.told))
    try Data().write(to: URL(filePath: folder.path + "/go"))
    #expect(
      try await folder.eventually { folder.text(of: "place/stdout").hasSuffix("from behind\n") })
    #expect(try await folder.eventually { copiers().isEmpty })
  }

  @Test("An error is in the files and on the streams, and the code is 1", arguments: ["-R", "-L"])
  func fails(way: String) async throws {
    let output = try await folder.run(way, "-c", "place", "--deed", "fails")
    #expect(output.code == 1)
    #expect(output.errors.hasSuffix("error: nothing works\n"))
    #expect(folder.text(of: "place/stderr").hasSuffix("ended by an error: nothing works\n"))
    #expect(folder.text(of: "place/stdout").hasSuffix(Self.told))
  }

  @Test("An exit code that is thrown is the program's", arguments: [[], ["-R"], ["-L"]])
  func exits(way: [String]) async throws {
    let output = try await folder.run(way + ["-c", "place", "--deed", "exits"])
    #expect(output.code == 7)
    #expect(!output.errors.contains("error: "), "\(output.errors)")
  }

  @Test("A second run in the process cannot keep the output as well")
  func nested() async throws {
    let output = try await folder.run("-R", "-c", "place", "--deed", "nests")
    #expect(output.code == 2)
    #expect(output.errors.contains("kept by another run already"), "\(output.errors)")
  }

  @Test("A file that cannot be written is named", arguments: ["-R", "-L"])
  func noFile(way: String) async throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/place/stderr", withIntermediateDirectories: true)
    let output = try await folder.run(way, "-c", "place")
    #expect(output.code == 2)
    #expect(
      output.errors == "error: Cannot write the output to '\(folder.path)/place/stderr': "
        + "Is a directory\n")
    #expect(output.output == "runName\n")
    #expect(copiers().isEmpty)
  }

  @Test(
    "Streams that are closed at the start are no file's",
    arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"], ["-R", "-L"])
  func closed(redirections: String, way: String) async throws {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", #"exec "$0" "$1" -c place "# + redirections, ProbeFolder.program, way]
    shell.currentDirectoryURL = URL(filePath: folder.path)
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    shell.terminationHandler = { _ in end.finish() }
    try shell.run()
    for await _ in ends {}
    #expect(shell.terminationStatus == 0)
    #expect(folder.text(of: "place/stdout").hasPrefix("Base.initialize\n"))
    #expect(folder.text(of: "place/stdout").hasSuffix(Self.told))
    #expect(folder.text(of: "place/stderr").hasSuffix("to standard error\n"))
  }

  /// The processes that copy to files in the folder.
  private func copiers() -> [pid_t] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.compactMap { pid_t($0) }.filter { number in
      let words = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
      return words.starts(with: Data("tee\0".utf8))
        && words.range(of: Data("\(folder.path)/place".utf8)) != nil
    }
  }
}
