import Foundation
import Testing

@Suite("Levels in the command of automl sweep run")
struct SweepTextTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: sandbox.path(name))
  }

  @Test(
    "A level that some program would read as its text is refused, wherever the program stands",
    arguments: [
      ["sh", "-c", "echo {t}"], ["env", "sh", "-c", "echo {t}"],
      ["timeout", "5", "bash", "-o", "pipefail", "-c", "echo {t}"],
      ["nohup", "nice", "-n", "1", "dash", "-ec", "echo {t}"],
      ["python3", "-W", "ignore", "-c", "print('{t}')"], ["python3.11", "-cprint('{t}')"],
      ["perl", "-ne", "print '{t}'"], ["node", "--eval={t}"], ["ruby", "-I", "lib", "-e", "{t}"],
      ["ssh", "-p", "22", "host", "train", "{t}"],
    ])
  func refused(command: [String]) async throws {
    try await sandbox.createSweep(#"t=ok,"$(touch pwned)""#)
    let output = try await sandbox.start("automl", ["sweep", "run", "s", "--"] + command).end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("\"$(touch pwned)\" of factor 't'"), "\(output.errors)")
    #expect(try await sandbox.sweepStates() == "RR")
    #expect(!exists("pwned"))
  }

  @Test(
    "What no program reads as its text is allowed",
    arguments: [
      ["sh", "-c", "printf %s \"$1\"", "sh", "{t}"], ["printf", "%s", "-c", "{t}"],
      ["env", "sh", "./print", "-c", "{t}"],
    ])
  func allowed(command: [String]) async throws {
    try await sandbox.createSweep(#"t="$(touch pwned)""#)
    try sandbox.write("printf %s \"$2\"", to: "print")
    let output = try await sandbox.start("automl", ["sweep", "run", "s", "--"] + command).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output.hasSuffix("$(touch pwned)"))
    #expect(!exists("pwned"))
  }

  /// Runs two commands, changes the list while the first one runs, and lets that end.
  private func run(_ text: String, whileChangingTo options: [String]) async throws
    -> Sandbox.Output
  {
    let run = try sandbox.startRun(
      command: "sh", "-c", "touch started; while ! [ -e go ]; do sleep 0.01; done; \(text)")
    #expect(try await sandbox.appeared("started"))
    let update = ["sweep", "create", "s", "--update"] + options
    #expect(try await sandbox.start("automl", update).end().code == 0)
    try sandbox.write("", to: "go")
    return try await run.end()
  }

  @Test("A level that an update adds is looked at before its command begins")
  func update() async throws {
    try await sandbox.createSweep("t=a,b")
    let output = try await run(
      "echo {t} >> ran", whileChangingTo: ["--factor", #"t=a,"$(touch pwned)",b"#])
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("would take \"$(touch pwned)\""), "\(output.errors)")
    #expect(output.errors.contains("ran 1 in"), "\(output.errors)")
    #expect(sandbox.lines(of: "ran") == ["a"])
    #expect(!exists("pwned"))
    #expect(try await sandbox.sweepStates() == "DRR")
  }

  @Test("A factor that an update drops is no empty text")
  func dropped() async throws {
    try await sandbox.createSweep("t=1,2", "i=1")
    let output = try await run("echo {t} {i} >> ran", whileChangingTo: ["--factor", "t=1,2"])
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("The sweep 's' has no factor 'i'"), "\(output.errors)")
    #expect(sandbox.lines(of: "ran") == ["1 1"])
    #expect(try await sandbox.sweepStates() == "RR")
  }

  @Test("A factor that only other combinations have is empty text, also after an update")
  func branches() async throws {
    try sandbox.write("k: {x: {g: [5]}, y: {}}", to: "f.yaml")
    #expect(try await sandbox.sweep("create", "s", "f.yaml").code == 0)
    try sandbox.write("k: {x: {g: [5]}, y: {}, z: {}}", to: "more.yaml")
    let output = try await run("echo {k}-{g} >> ran", whileChangingTo: ["more.yaml"])
    #expect(output.code == 0, "\(output.errors)")
    #expect(sandbox.lines(of: "ran") == ["x-5", "y-", "z-"])
  }

  @Test(
    "A place may have the name of any factor",
    arguments: [("a b", "{a b}"), ("é", "{é}"), ("param 1", "{param 1}"), ("x:y/z", "{x:y/z}")])
  func names(name: String, place: String) async throws {
    try await sandbox.createSweep("\(name)=1,2")
    let output = try await sandbox.sweep("run", "s", "--", "echo", "<\(place)>")
    #expect(output.output == "<1>\n<2>\n", "\(output.errors)")
  }

  @Test("What no place can name is told where to find, and what no factor is called")
  func badNames() async throws {
    try await sandbox.createSweep("a}b=1")
    let braces = try await sandbox.sweep("run", "s", "--", "echo", "{a}b}")
    #expect(braces.code == 2)
    #expect(braces.errors.contains("AUTOML_PARAMETERS"), "\(braces.errors)")
    let other = try await sandbox.sweep("run", "s", "--", "awk", "{print $1}")
    #expect(other.code == 2)
    #expect(other.errors.contains("no factor 'print $1'; write {{print $1}}"), "\(other.errors)")
  }
}
