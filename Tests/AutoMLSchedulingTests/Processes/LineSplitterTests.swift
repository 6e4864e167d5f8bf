import AutoMLScheduling
import Testing

@Suite("Lines of a stream")
struct LineSplitterTests {
  @Test("Lines come out whole however their bytes arrive", arguments: [1, 2, 3, 7, 100])
  func pieces(size: Int) {
    let bytes = Array("one\ntwö\r\n50%\r100%\n\nlast".utf8)
    var splitter = LineSplitter()
    var lines: [Substring] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += splitter.lines(adding: Array(bytes[start..<min(start + size, bytes.count)]))
    }
    lines += splitter.finish()
    #expect(lines == ["one", "twö", "50%", "100%", "last"])
  }

  @Test("Bytes that are no text do not disturb the lines around them")
  func garbage() {
    var splitter = LineSplitter()
    let lines = splitter.lines(adding: [0xFF, 0xFE, 0, 10] + Array("ok\n".utf8))
    #expect(lines.count == 2)
    #expect(lines.last == "ok")
  }

  @Test("A line without an end does not fill the memory")
  func endless() {
    var splitter = LineSplitter()
    for _ in 0..<40 {
      #expect(splitter.lines(adding: [UInt8](repeating: 120, count: 100_000)).isEmpty)
    }
    #expect(splitter.finish().first?.utf8.count == LineSplitter.limit)
  }
}
