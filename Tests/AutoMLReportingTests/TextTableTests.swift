import AutoMLModel
import Testing

@testable import AutoMLReporting

@Suite struct TextTableTests {
  private func table() -> TextTable {
    var table = TextTable([
      .init("id", .right), .init("name", isElastic: true), .init("note"),
    ])
    table.append(["7", "a rather long name of a thing", "x"])
    table.append(["1234", "東京", "\u{1B}[31mred"])
    return table
  }

  @Test func `Numbers are flush right and texts flush left`() {
    #expect(
      table().text() == """
          id  name                           note
           7  a rather long name of a thing  x
        1234  東京                           \\u{1b}[31mred
        """)
  }

  @Test(arguments: [20, 34, 40, 80])
  func `No line is wider than the terminal`(_ width: Int) {
    for line in table().text(width: width).split(separator: "\n") {
      #expect(line.cellCount <= width)
    }
  }

  @Test func `Elastic columns give way with an ellipsis`() {
    #expect(table().text(width: 34).contains("a rather lon…  x"))
  }

  @Test func `Colours are absent unless asked for`() {
    var table = TextTable([.init("status")])
    table.append([.init("FAILED", .bad)])
    #expect(!table.text().contains("\u{1B}"))
    #expect(table.text(colour: true).contains("\u{1B}[31mFAILED\u{1B}[0m"))
  }
}
