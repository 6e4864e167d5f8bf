import Foundation
import Testing

@Suite("Mistakes with automl sweep")
struct SweepMistakeTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(
    "A file that is no description is refused with the line and the factor",
    arguments: [
      ("a: [1]\nlr: 0.1", "f:2: \"lr\": 0.1 is no list"), ("lr:", "f:1: \"lr\": there are no lev"),
      ("lr: [[1]]", "f:1: \"lr\": [1] is no level"), ("lr: [1, null]", "\"lr\": null is no level"),
      ("lr: [{x: 1}]", "\"lr\": {\"x\":1} is no level"), ("lr: []", "\"lr\": has no levels"),
      ("lr: {}", "\"lr\": has no levels"), ("lr: [.inf]", "\"lr\": inf is no level"),
      ("k:\n  x: {a: [2]}\n  y:\na: [1]", "f:3: \"k\" → \"y\": an object of factors"),
      ("k:\n  x:\n    a: [2]\na: [1]", "f:3: \"k\" → \"x\" → \"a\": \"a\" has the same name"),
      ("k: {True: {a: 1}}", "\"k\" → true → \"a\": 1 is no list"), ("k: {.inf: {}}", ".inf"),
      ("k: [{level: 1, factors: {a: 3}}]", "\"k\" → 1 → \"a\": 3 is no list"),
      ("n: {geom: [1, 10, -3]}", "f:1: \"n\": -3 values"), ("lr: [010]", "lr[0]: 010 begins"),
      ("n: {igeom: [-1, 10, 3]}", "\"n\": -1.0 and 10.0 are on different sides"),
      ("n: {geom: [1, 10]}", "\"n\": a progression is written"), ("[1, 2]", "an object of factors"),
      ("a: [1]\na: [2]", "f:1: a: the key stands twice"), ("", "holds nothing"),
      ("{", "not valid JSON"),
    ])
  func files(text: String, clue: String) async throws {
    try sandbox.write(text, to: "f")
    try await expectMistake(["create", "s", "f"], clue)
    try await expectNothingRecorded()
  }

  @Test(
    "An option that is no factor is refused with its name",
    arguments: [
      (["--factor", "lr"], "--factor lr: write NAME"), (["--factor", "=1"], "write NAME"),
      (["--factor", "lr="], "--factor lr: a value is empty"),
      (["--factor", "lr=1,,2"], "--factor lr: a value is empty"),
      (["--factor", "lr=null"], "\"lr\": null is no level"),
      (["--factor", "lr=1", "--factor", "lr=2"], "\"lr\": \"lr\" has the same name"),
      (["--factor", "n=geom(1,10,-3)"], "\"n\": -3 values"),
      (["--factor", "n=geom(-1,10,3)"], "\"n\": -1.0 and 10.0"),
      (["--factor", "n=igeom(1,2)"], "\"n\": a progression is written"),
      (["--factor", "lr='x"], "--factor lr: "),
      (["--factor", "a=[1,2]"], "--factor a: [1 holds a bracket"),
      (["--factor", "a={x: 1}"], "--factor a: {x: 1} holds a bracket"),
      (["--factor", "a=1,b)"], "--factor a: b) holds a bracket"),
      (["--factor", "n=igeom(1,10,3"], "--factor n: igeom(1,10,3 is not closed"),
      (["--factor", "n=lin(1,10,3)"], "--factor n: 'lin' is no progression; there are geom and"),
      (["--factor", "a=igeom(1,10,3),5"], "--factor a: a progression stands alone"),
      (["--factor", "a=5,igeom(1,10,3)"], "--factor a: a progression stands alone"),
      (["--factor", "n=geom()"], "--factor n: a value is empty"),
      (["--factor", "a=9223372036854775808"], "--factor a: 9223372036854775808 is a whole numb"),
      (["--factor", "n=geom(1,99999999999999999999,3)"], "--factor n: 99999999999999999999 is a"),
      (["--factor", #"a="\ud800""#], "an escape that stands for no character"),
      (["--factor", "a=\"\u{1B}\""], "control character"),
      (["--factor", #"a=x,"\0""#], "--factor a: a level holds a NUL"),
      (["--factor", "n=1,2,3", "--at-most", "2"], "3 combinations, more than 2"),
      (["--factor", "n=geom(1,2,20000)", "--factor", "m=geom(1,2,20000)"], "400000000 comb"),
      (["--factor", "lr=010"], "--factor lr: 010 begins"),
      (["--factor", "lr=1", "--assume", "lr=1"], "'--assume' is for '--update'"),
      (
        ["--factor", "lr=1", "--update", "--assume", "n=1"], "--assume n: the new list has no such"
      ),
      (["--factor", "lr=1", "--update", "--assume", "lr=1,2"], "--assume lr: write one level"),
      (
        ["--factor", "lr=x", "--update", "--assume", "lr=z"], "--assume lr: \"z\" is no level of it"
      ),
      ([], "Give a file with the factors"), (["none.yaml"], "none.yaml: there is no such file"),
      (["."], "this is a folder"),
    ])
  func options(options: [String], clue: String) async throws {
    try await expectMistake(["create", "s"] + options, clue)
    try await expectNothingRecorded()
  }

  @Test(
    "What is not there is named, and nothing is changed",
    arguments: [
      (["done", "s", "1", "9"], "no combination 9"), (["skip", "s", "9"], "no combination 9"),
      (["cancel", "s", "3"], "no combination 3"), (["done", "t", "1"], "no sweep 't'"),
      (["renew", "s", "9", "--lease", "1h"], "no combination 9"), (["done", "s"], "Say which"),
      (["done", "s", "x"], "'x'"), (["done", "s", "1.0"], "'1.0'"), (["done", "s", "0"], "'0'"),
      (["done", "s", "--combination", #"{"a":1.0}"#], #"no combination {"a":1.0}"#),
      (["done", "s", "--combination", "{"], "write a JSON object"),
      (["next", "t"], "no sweep 't'"), (["next", "s", "--lease", "0"], "'0'"),
      (["next", "s", "--lease", "soon"], "'soon'"), (["next", "s", "--count", "0"], "--count"),
      (["next", "s", "--process", "999999999"], "no process 999999999"),
      (["stats", "t"], "no sweep 't'"), (["list", "t"], "no sweep 't'"),
      (["list", "--status", "done"], "name it"), (["list", "s", "--status", "lost"], "'lost'"),
      (["reset", "t"], "no sweep 't'"), (["delete", "t"], "no sweep 't'"),
      (["run", "t", "--", "true"], "no sweep 't'"), (["run", "s"], "Write the command"),
      (["run", "s", "--", "echo", "{b}"], "no factor 'b'"),
      (["run", "s", "--", "echo", "{a"], "brace"), (["run", "s", "-j", "0", "--", "true"], "'-j'"),
      (["run", "s", "-j", "9223372036854775807", "--", "true"], "lower '-j'"),
      (["run", "s", "--", "./none"], "Cannot start './none': there is no such file"),
    ])
  func unknown(arguments: [String], clue: String) async throws {
    try await sandbox.createSweep("a=1,2")
    _ = try await sandbox.sweep("create", "other", "--factor", "a=1,2")
    try await expectMistake(arguments, clue)
    #expect(try await sandbox.sweepStates() == "RRRR")
    #expect(try await sandbox.rows("SELECT * FROM combination WHERE position IS NULL").isEmpty)
  }

  @Test("A level that a shell would take apart is refused before anything runs")
  func shellText() async throws {
    try await sandbox.createSweep("n=1,2", "t=ok,\"; touch bad\"")
    try await expectMistake(
      ["run", "s", "--", "sh", "-c", "echo {n} {t}"], "The shell would take \"; touch bad\" of fac")
    #expect(try await sandbox.sweepStates() == "RRRR")
    let output = try await sandbox.sweep("run", "s", "--", "sh", "-c", "echo {n}")
    #expect(output.output == "1\n1\n2\n2\n", "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("bad")))
  }

  @Test(
    "Without a database nothing is made",
    arguments: [["next", "s"], ["done", "s", "1"], ["list"], ["run", "s", "--", "true"]])
  func noDatabase(arguments: [String]) async throws {
    let output = try await sandbox.start("automl", ["sweep"] + arguments).end()
    #expect(output.code == 3, "\(output.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }

  private func expectMistake(_ arguments: [String], _ clue: String) async throws {
    let output = try await sandbox.start("automl", ["sweep"] + arguments).end()
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.output.isEmpty)
    #expect(output.errors.contains(clue), "\(output.errors)")
  }

  private func expectNothingRecorded() async throws {
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
  }
}
