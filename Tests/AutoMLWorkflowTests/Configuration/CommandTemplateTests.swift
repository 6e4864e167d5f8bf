import AutoMLModel
import AutoMLWorkflow
import Testing

@Suite("A command template")
struct CommandTemplateTests {
  @Test(
    "comes apart as in a shell",
    arguments: [
      ("a b  c", ["a", "b", "c"]),
      ("  a\tb\n", ["a", "b"]),
      ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
      ("a'b'\"c\"d", ["abcd"]),
      ("a '' \"\"", ["a", "", ""]),
      (#"a\ b \' \\ "\"" "\\" "\n" '\n'"#, ["a b", "'", #"\"#, "\"", #"\"#, #"\n"#, #"\n"#]),
      ("~ $HOME * ? # !", ["~", "$HOME", "*", "?", "#", "!"]),
      ("'|' \";\" \\> 'a && b' \"$(id)\"", ["|", ";", ">", "a && b", "$(id)"]),
      ("{{a}} '{{' \"}}\" a{{b", ["{a}", "{", "}", "a{b"]),
      (#"\{a\}"#, ["{a}"]),
      ("größe 名前", ["größe", "名前"]),
    ])
  func words(_ text: String, _ words: [String]) throws {
    #expect(try CommandTemplate(parsing: text).arguments(for: [:]) == words)
  }

  @Test("has places in words and in quotes")
  func places() throws {
    let command = try CommandTemplate(parsing: "run --lr={lr} '{a.b}{lr}' \"x {c-d_1} y\" {{lr}}")
    #expect(command.placeholders == ["lr", "a.b", "c-d_1"])
    #expect(
      command.arguments(for: ["lr": 1e-5, "a.b": 3, "c-d_1": false])
        == ["run", "--lr=1e-05", "31e-05", "x false y", "{lr}"])
  }

  @Test(
    "keeps any value in its one word",
    arguments: [
      "a b", "; rm -rf /", "$(reboot)", "`id`", "' \"", "", "\n", "| tee", "{lr}", "}}", "\\",
      "--flag value", "&&",
    ])
  func injection(_ value: String) throws {
    let command = try CommandTemplate(parsing: "run --x={x} '{x}' end")
    #expect(command.arguments(for: ["x": .text(value)]) == ["run", "--x=\(value)", value, "end"])
  }

  @Test("of a list has the list's words")
  func list() throws {
    let command = try CommandTemplate(words: ["sh", "-c", "a | b > c; '", "{x} y", "", "{{}}"])
    #expect(
      command.arguments(for: ["x": "1 2"]) == ["sh", "-c", "a | b > c; '", "1 2 y", "", "{}"])
  }

  @Test("of a list may have places of any name but one with braces")
  func anyName() throws {
    let command = try CommandTemplate(words: ["{a b}{é}", "{x:y}"], allowsAnyName: true)
    #expect(command.placeholders == ["a b", "é", "x:y"])
    #expect(throws: CommandProblem.self) { try CommandTemplate(words: ["{a b}"]) }
    for word in ["{}", "{a{b}", "{a", "a}"] {
      #expect(throws: CommandProblem.self) {
        try CommandTemplate(words: [word], allowsAnyName: true)
      }
    }
  }

  @Test("of literal words has no places")
  func literal() {
    let command = CommandTemplate(literal: ["./a", "{x}", ""])
    #expect(command.arguments(for: ["x": 1]) == ["./a", "{x}", ""])
    #expect(command.placeholders.isEmpty)
  }

  @Test(
    "may name programs whose script is not to be looked for",
    arguments: [
      "python3 -m module {lr}", "python3 -c 'print({lr})'", "sh -c 'echo {lr}'",
      "python3 -W ignore train.py", "python3 {lr}.py", "python3 - {lr}", "python3 -u train.py",
      "true missing.py",
    ])
  func interpreters(_ command: String) {
    let text = ExperimentFile.text(["command": "command: \(command)"])
    #expect(ExperimentFile.problems(text).isEmpty)
  }
}
