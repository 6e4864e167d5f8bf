import AutoMLModel
import Testing

@Suite("Words for a shell")
struct ShellTextTests {
  @Test(
    "are in quotes only when they need them",
    arguments: [
      (["automl", "run", "a.yaml"], "automl run a.yaml"), ([], ""), ([""], "''"),
      (["a b", "it's", "$x"], #"'a b' 'it'\''s' '$x'"#), (["--x=1"], "'--x=1'"),
    ])
  func quotes(words: [String], text: String) { #expect(ShellText(words).description == text) }
}
