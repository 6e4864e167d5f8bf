import Foundation
import Testing

@Suite("automl sweep")
struct SweepTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(
    "Options, YAML and JSON describe the same sweep",
    arguments: [
      "automl sweep create s --factor 'lr=geom(1,100,3)' --factor 'k=x,1,1.0,\"1\",true' --json",
      "automl sweep create s f.yaml --json", "automl sweep create s - --json < wrapped.json",
      "automl sweep create s lr.yaml --factor 'k=x,1,1.0,\"1\",true' --json",
    ])
  func descriptions(script: String) async throws {
    try sandbox.write(
      "lr: {geom: [1, 100, 3]}\nk: [x, 1, 1.0, '1', true]\n", to: "f.yaml")
    try sandbox.write("lr: {geom: [1, 100, 3]}\n", to: "lr.yaml")
    try sandbox.write(
      #"{"factors": {"lr": [1.0, 10.0, 100.0], "k": ["x", 1, 1.0, "1", true]}}"#,
      to: "wrapped.json")
    let output = try await sandbox.startScript(script).end()
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.value("name") as? String == "s")
    #expect(try output.value("counts.total") as? Int == 15)
    #expect(try output.value("counts.remaining") as? Int == 15)
    let parameters = try await sandbox.sweepParameters()
    #expect(parameters.count == 15)
    #expect(
      parameters.prefix(6) == [
        #"{"lr":1.0,"k":"x"}"#, #"{"lr":1.0,"k":1}"#, #"{"lr":1.0,"k":1.0}"#,
        #"{"lr":1.0,"k":"1"}"#, #"{"lr":1.0,"k":true}"#, #"{"lr":10.0,"k":"x"}"#,
      ])
  }

  @Test("Levels may have factors of their own")
  func branches() async throws {
    try sandbox.write(
      "kernel: {linear: {}, rbf: {gamma: [0.1, 1.0]}}\nn: {igeom: [1, 100, 2]}", to: "f.yaml")
    let output = try await sandbox.sweep("create", "s", "f.yaml")
    #expect(output.output == "s <6 total, 0 done, 0 skipped, 0 in progress, 6 remaining>\n")
    #expect(
      try await sandbox.sweepParameters().suffix(2) == [
        #"{"kernel":"rbf","gamma":1.0,"n":1}"#, #"{"kernel":"rbf","gamma":1.0,"n":100}"#,
      ])
  }

  @Test("A shell script drains a sweep with next and done")
  func drained() async throws {
    try await sandbox.createSweep("a=1,2,3", "t=x y")
    let script = """
      while line=$(automl sweep next s --process $$); do
        id=${line%%[!0-9]*} parameters=${line#*[!0-9]}
        echo "$id $parameters" >> taken
        automl sweep done s $id
      done
      """
    let output = try await sandbox.startScript(script).end()
    #expect(output.output == "1 done\n1 done\n1 done\n")
    #expect(output.errors == "Nothing remains of sweep 's'.\n")
    #expect(
      sandbox.lines(of: "taken") == [
        #"1 {"a":1,"t":"x y"}"#, #"2 {"a":2,"t":"x y"}"#, #"3 {"a":3,"t":"x y"}"#,
      ])
    #expect(try await sandbox.sweepStates() == "DDD")
  }

  @Test("next prints an id, a tab and JSON, or an array; nothing when nothing remains")
  func next() async throws {
    try await sandbox.createSweep("a=1,2,3,4")
    #expect(try await sandbox.sweep("next", "s").output == "1\t{\"a\":1}\n")
    let batch = try await sandbox.sweep("next", "s", "--count", "9", "--json")
    #expect(try batch.value("2.id") as? Int == 4)
    #expect(try batch.value("2.parameters.a") as? Int == 4)
    #expect(try batch.value("2.times_taken") as? Int == 1)
    #expect(try batch.value("3") == nil)
    for arguments in [["--json"], ["--quiet"], []] {
      let output = try await sandbox.start("automl", ["sweep", "next", "s"] + arguments).end()
      #expect(output.code == 1)
      #expect(output.output.isEmpty)
      #expect(output.errors.isEmpty == (arguments == ["--quiet"]))
    }
  }

  @Test("done, skip and cancel say how many have changed, and know combinations by what they are")
  func marks() async throws {
    try await sandbox.createSweep("a=1,2,3,4", "b=x")
    _ = try await sandbox.sweep("next", "s", "--count", "4")
    #expect(try await sandbox.sweep("done", "s", "1", "2").output == "2 done\n")
    #expect(
      try await sandbox.sweep("skip", "s", "1", "3").output == "1 skipped; 1 stayed as before\n")
    let output = try await sandbox.sweep(
      "cancel", "s", "--combination", #"{"b": "x", "a": 4}"#, "--json")
    #expect(try output.value("changed") as? Int == 1, "\(output.errors)")
    #expect(try output.value("unchanged") as? Int == 0)
    #expect(try output.value("sweep") as? String == "s")
    #expect(try await sandbox.sweepStates() == "DDSR")
    // Skips last beyond every run, until a reset.
    #expect(try await sandbox.sweep("run", "s", "--", "true").code == 0)
    #expect(try await sandbox.sweepStates() == "DDSD")
    #expect(try await sandbox.sweep("reset", "s").output == "1 remains again\n")
    #expect(try await sandbox.sweepStates() == "DDRD")
    #expect(try await sandbox.sweep("reset", "s", "--done").output == "3 remain again\n")
    _ = try await sandbox.sweep("next", "s")
    #expect(try await sandbox.sweep("delete", "s").code == 2)
    #expect(try await sandbox.sweep("reset", "s", "--in-progress").output == "1 remains again\n")
    #expect(try await sandbox.sweep("delete", "s").code == 0)
    #expect(try await sandbox.sweep("list").output == "No sweeps.\n")
  }

  @Test("An update keeps what is done where it still matches, and can assume new factors")
  func update() async throws {
    try await sandbox.createSweep("a=1,2")
    _ = try await sandbox.sweep("done", "s", "1")
    let again = try await sandbox.sweep("create", "s", "--factor", "a=1,2,3")
    #expect(again.code == 2)
    #expect(again.errors.contains("'s' already"), "\(again.errors)")
    #expect(again.errors.contains("--update"))
    #expect(try await sandbox.sweepStates() == "DR")
    _ = try await sandbox.sweep("create", "s", "--factor", "a=2,1,3", "--update")
    #expect(try await sandbox.sweepStates() == "RDR")
    let assumed = try await sandbox.sweep(
      "create", "s", "--factor", "a=1,2", "--factor", "b=5,6", "--update", "--assume", "b=6")
    #expect(
      assumed.output == """
        s <4 total, 1 done, 0 skipped, 0 in progress, 3 remaining>
        1 done combination carried over

        """)
    #expect(try await sandbox.sweepStates() == "RDRR")
  }

  @Test("An update that assumes nothing says how much it carries over, and cannot assume it later")
  func carriedOver() async throws {
    try await sandbox.createSweep("a=1,2")
    _ = try await sandbox.sweep("done", "s", "1", "2")
    let update = ["create", "s", "--factor", "a=1,2", "--factor", "b=x,y", "--update"]
    let lost = try await sandbox.start("automl", ["sweep"] + update + ["--json"]).end()
    #expect(try lost.value("carried_over") as? Int == 0, "\(lost.errors)")
    #expect(try lost.value("counts.total") as? Int == 4)
    let late = try await sandbox.start("automl", ["sweep"] + update + ["--assume", "b=x"]).end()
    #expect(late.code == 2)
    #expect(late.errors.contains("--assume b: every combination on the list"), "\(late.errors)")
    let back = try await sandbox.sweep("create", "s", "--factor", "a=1,2", "--update")
    #expect(back.output.hasSuffix("\n2 done combinations carried over\n"), "\(back.errors)")
    let kept = try await sandbox.start("automl", ["sweep"] + update + ["--assume", "b=x"]).end()
    #expect(kept.output.hasSuffix("\n2 done combinations carried over\n"), "\(kept.errors)")
    #expect(try await sandbox.sweepStates() == "DRDR")
  }

  @Test("An update of what is not there is refused, and names what is close")
  func updateOfNothing() async throws {
    let none = try await sandbox.sweep("create", "rate", "--factor", "a=1", "--update")
    #expect(none.code == 3, "\(none.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("automl.db")))
    _ = try await sandbox.sweep("create", "rates", "--factor", "a=1")
    for (name, clue) in [
      ("rate", "no sweep 'rate'. Did you mean 'rates'?"), ("x", "no sweep 'x'. W"),
    ] {
      let output = try await sandbox.sweep("create", name, "--factor", "a=1", "--update")
      #expect(output.code == 2)
      #expect(output.errors.contains(clue), "\(output.errors)")
    }
    #expect(try await sandbox.texts("SELECT name FROM sweep") == ["rates"])
  }

  @Test("Blanks around levels and progressions mean nothing; quotes make texts of brackets")
  func writing() async throws {
    try await sandbox.createSweep("n= igeom (1, 100, 3) ", "a= \"[1\" , 'igeom(1,2)' ,x y")
    #expect(
      try await sandbox.sweepParameters().prefix(4) == [
        #"{"n":1,"a":"[1"}"#, #"{"n":1,"a":"igeom(1,2)"}"#, #"{"n":1,"a":"x y"}"#,
        #"{"n":10,"a":"[1"}"#,
      ])
  }

  @Test("stats counts states and levels")
  func stats() async throws {
    try await sandbox.createSweep("a=1,2", "t=x,\"1\"")
    _ = try await sandbox.sweep("next", "s")
    _ = try await sandbox.sweep("done", "s", "2")
    _ = try await sandbox.sweep("skip", "s", "3")
    #expect(
      try await sandbox.sweep("stats", "s").output == """
        s: 4 combinations: 1 done, 1 remaining, 1 in progress, 1 skipped

        factor  level  all  done  remaining  in progress  skipped
        a       1        2     1          0            1        0
                2        2     0          1            0        1
        t       "x"      2     0          0            1        1
                "1"      2     1          1            0        0

        """)
    let output = try await sandbox.sweep("stats", "s", "--json")
    #expect(try output.value("sweep") as? String == "s")
    #expect(try output.value("counts.in_progress") as? Int == 1)
    let tables = try #require(try output.value("levels") as? [String: Any])
    #expect(
      tables.keys.sorted() == [
        "done", "done_ratio", "inprogress", "inprogress_ratio", "remaining", "remaining_ratio",
        "skipped", "skipped_ratio", "total",
      ])
    #expect(((tables["done_ratio"] as? [String: Any])?["a"] as? [String: Double])?["1"] == 0.5)
    #expect(((tables["total"] as? [String: Any])?["t"] as? [String: Int])?["\"1\""] == 2)
  }

  @Test("list shows sweeps, or combinations with who has them, in three formats")
  func list() async throws {
    try await sandbox.createSweep("a=1,2", "t=\"x,y\"")
    _ = try await sandbox.sweep("next", "s", "--owner", "me", "--lease", "2h")
    let sweeps = try await sandbox.sweep("list", "--json")
    #expect(try sweeps.value("0.counts.in_progress") as? Int == 1)
    let held = try await sandbox.sweep("list", "s", "--status", "in-progress", "--json")
    #expect(try held.value("0.status") as? String == "IN_PROGRESS")
    #expect(try held.value("0.owner") as? String == "me")
    #expect(try held.value("0.lease_until") is String)
    #expect(try held.value("0.held_since") is String)
    #expect(try held.value("1") == nil)
    let table = try await sandbox.sweep("list", "s", "--format", "csv", "--status", "remaining")
    #expect(
      table.output == """
        id,position,status,times_taken,held_since,session,owner,lease_until,parameters.a,parameters.t
        2,1,REMAINING,0,,,,,2,"x,y"

        """)
    #expect(try await sandbox.sweep("list", "s").output.contains(#"{"a":2,"t":"x,y"}"#))
    #expect(try await sandbox.sweep("list", "s", "--status", "done").output == "No combinations.\n")
  }

  @Test(
    "Each command explains itself with an example",
    arguments: [
      "create", "run", "next", "done", "skip", "cancel", "renew", "stats", "list", "reset",
      "delete",
    ])
  func help(command: String) async throws {
    let output = try await sandbox.sweep(command, "--help")
    #expect(output.code == 0)
    #expect(output.output.contains("\n  automl sweep \(command)"), "\(output.output)")
  }
}
