import AutoMLModel
import AutoMLSweep
import Testing

@Suite("A slug")
struct SlugTests {
  @Test(
    "is, as observed,",
    arguments: [
      Row("L1", "Hello World", "hello-world"),
      Row("L2", "  lead trail  ", "lead-trail"),
      Row("L3", "été Ünïcode ß", "ete-unicode"),
      Row("L4", "a/b\\c:d*e?f", "abcdef"),
      Row("L5", "a  b\t\nc", "a-b-c"),
      Row("L6", "a - b", "a-b"),
      Row("L6", "a---b", "a-b"),
      Row("L7", "--a--b--", "-a-b-"),
      Row("L9", "½ ﬁ", "12-fi"),
      Row("L10", "日本語", ""),
      Row("L14", "x=1, y=2", "x1-y2"),
      Row("underscore", "a_b__c", "a_b__c"),
      Row("line", "a\r\nb", "a-b"),
    ])
  func texts(_ row: Row<String, String>) {
    #expect(slugify(row.input) == row.expected)
  }

  @Test("L11: of 3.14 is that of 314")
  func numbers() {
    #expect(slugify(3.14) == "314")
    #expect(slugify(314) == "314")
  }

  @Test("L12: of a combination is that of Python's dict")
  func combinations() throws {
    let combination = try combination(["a": 1, "b": "c d"])
    #expect(combination.description == "{'a': 1, 'b': 'c d'}")
    #expect(slugify(combination) == "a-1-b-c-d")
  }

  @Test(
    "has another separator on demand",
    arguments: [
      ("a - b c", "_", "a_-_b_c"), ("a b", "", "ab"), ("a_ b--c", "_", "a_b--c"),
      ("a b", "--", "a--b"), ("a-- --b", "--", "a--b"),
    ])
  func separators(_ text: String, _ separator: String, _ expected: String) {
    #expect(slugify(text, separator: separator) == expected)
  }
}
