import AutoMLModel
import AutoMLWorkflow
import Testing

@Suite("A value in a program's text")
struct ProgramTextTests {
  private func reader(_ words: [String], _ parameters: ParameterSet) throws -> String? {
    try CommandTemplate(words: words).harmfulPlace(for: parameters)?.program
  }

  @Test(
    "is found behind the options of every reader",
    arguments: [
      (["sh", "-c", "{x}"], "sh"), (["/bin/bash", "-xec", "{x}"], "bash"),
      (["bash", "-c", "-e", "--", "{x}"], "bash"), (["bash", "+O", "a", "-c", "{x}"], "bash"),
      (["bash", "-oc", "pipefail", "{x}"], "bash"),
      (["bash", "--rcfile", "f", "-c", "{x}"], "bash"),
      (["env", "A=b", "zsh", "-c", "a {x}"], "zsh"), (["busybox", "ash", "-c", "{x}"], "ash"),
      (["srun", "-n", "1", "ksh", "-c", "{x}"], "ksh"), (["python3", "-Ic", "{x}"], "python3"),
      (["pypy3", "-c", "{x}"], "pypy3"), (["python", "-X", "dev", "-c{x}"], "python"),
      (["perl", "-i.bak", "-pe", "{x}"], "perl"), (["perl", "-Mx", "-E", "{x}"], "perl"),
      (["ruby", "-rset", "-e", "1", "-e", "{x}"], "ruby"), (["node", "-p", "{x}"], "node"),
      (["node", "--require", "m", "--print", "{x}"], "node"), (["php", "-r", "{x}"], "php"),
      (["sh", "-c", "ssh h \"$1\"", "sh", "ssh", "h", "{x}"], "ssh"),
      (["sh", "-c", "exec \"$@\"", "sh", "env", "sh", "-c", "{x}"], "sh"),
      (["{p}", "-c", "{x}"], "sh"),
    ])
  func found(words: [String], program: String) throws {
    #expect(try reader(words, ["x": "a b", "p": "sh"]) == program)
    #expect(try reader(words, ["x": "a_b-1.5", "p": "sh"]) == nil)
    #expect(try reader(words, ["x": 1, "p": "sh"]) == nil)
  }

  @Test(
    "is not found where a script or a word is meant",
    arguments: [
      ["sh", "-c", "\"$1\"", "sh", "{x}"], ["sh", "-e", "script", "-c", "{x}"],
      ["python3", "train.py", "-c", "{x}"], ["python3", "-m", "train", "-c", "{x}"],
      ["python3", "-mtrain", "-c", "{x}"], ["python3", "-W", "{x}", "train.py"],
      ["train", "-c", "{x}"], ["perl", "-Mc", "s.pl", "-e", "{x}"], ["node", "a.js", "-e", "{x}"],
      ["train", "{p}", "-c", "{x}"], ["sh", "--", "{x}"], ["sh", "-c"], ["{p}", "{x}"],
    ])
  func absent(words: [String]) throws {
    #expect(try reader(words, ["x": "a b", "p": "sh"]) == nil)
  }
}
