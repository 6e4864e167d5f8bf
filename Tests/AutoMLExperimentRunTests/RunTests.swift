import Foundation
import Testing

@Suite("A program that is an experiment", .timeLimit(.minutes(5)))
struct RunTests {
  let folder: ProbeFolder

  init() throws { folder = try ProbeFolder() }

  @Test("Without options there is a directory of the run's name in the current one")
  func defaultDirectory() async throws {
    let output = try await folder.run()
    let name = try #require(try folder.names().first)
    #expect(name.wholeMatch(of: /Probe_\d{8}_\d{6}_[+-]\d{4}/) != nil, "\(name)")
    #expect(output.lines.prefix(2) == ["runName", "resultDirectory"])
    #expect(output.lines.contains("directory \(folder.path)/\(name)"))
    #expect(output.lines.contains("name \(name)"))
    #expect(output.lines.contains("continues false"))
    #expect(try folder.names(in: name) == [])
  }

  @Test("Runs that begin in the same second have directories of their own")
  func sameSecond() async throws {
    let programs = try (0..<6).map { _ in try folder.start(["-R"]) }
    for program in programs {
      let output = await program.end()
      #expect(output.code == 0, "\(output.errors)")
    }
    let names = try folder.names()
    #expect(names.count == 6, "\(names)")
    for name in names {
      let text = folder.text(of: "\(name)/stdout")
      #expect(text.contains("name \(name)\n"), "\(text)")
      #expect(text.split(separator: "\n").count { $0 == "Probe.perform" } == 1)
    }
  }

  @Test("A place that an experiment insists on is reused")
  func fixedPlace() async throws {
    for continues in [false, true] {
      let output = try await folder.run("--place", "results")
      #expect(output.code == 0, "\(output.errors)")
      #expect(output.lines.contains("continues \(continues)"))
    }
    #expect(try folder.names() == ["results"])
  }

  @Test("The help goes to standard output and names the options of all stages")
  func help() async throws {
    let output = try await folder.run("--help")
    #expect(output.code == 0)
    for option in [
      "-l, --log-level", "-L, --copy-output", "-R, --redirect-output", "-M, --merge-output",
      "-c, --continue", "--greeting",
    ] {
      #expect(output.output.contains(option), "\(output.output)")
    }
    #expect(try folder.names() == [])
  }

  @Test(
    "The log level is a name or a number",
    arguments: [
      ("debug", true), ("10", true), ("0", true), ("info", false), ("20", false),
      ("ERROR", false),
    ])
  func logLevel(level: String, tellsDetails: Bool) async throws {
    let output = try await folder.run("-l", level)
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("for those who want to know") == tellsDetails)
    #expect(output.errors.contains("experiment-probe -l \(level)") == (level != "ERROR"))
  }

  @Test("A directory that cannot be had is named, and the code is 2")
  func noDirectory() async throws {
    try Data().write(to: URL(filePath: folder.path + "/file"))
    for place in ["file", "file/below", "/proc/none"] {
      let output = try await folder.run("-c", place)
      #expect(output.code == 2)
      let path = place.hasPrefix("/") ? place : "\(folder.path)/\(place)"
      #expect(
        output.errors.hasPrefix("error: Cannot use '\(path)' as the directory for results: "),
        "\(output.errors)")
      #expect(!output.output.contains("initialize"))
    }
  }
}
