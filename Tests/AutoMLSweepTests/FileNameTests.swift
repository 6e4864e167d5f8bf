import AutoMLModel
import AutoMLSweep
import Testing

@Suite("A file name of a combination")
struct FileNameTests {
  @Test("is the slug and the digest of the identity")
  func form() throws {
    let name = try combination(["a": 1, "b": "c d"]).fileName
    #expect(name.hasPrefix("a-1-b-c-d-"))
    // Folders of earlier runs are found under this name: it must never change.
    #expect(name == "a-1-b-c-d-986167f9aac16a1c")
    let turned = try combination(["b": "c d", "a": 1]).fileName
    #expect(turned.suffix(16) == name.suffix(16))
  }

  @Test(
    "is short, safe and never empty",
    arguments: [
      [:], ["日": "本語"], ["-": "--"], ["a": "../../etc/passwd\0\n"], ["A": "ÉCOLE"],
      ["a": .text(String(repeating: "x y", count: 500))],
      ["a": .text(String(repeating: "-", count: 500))],
    ] as [ParameterSet])
  func safe(_ parameters: ParameterSet) throws {
    let name = try combination(parameters).fileName
    #expect((16...100).contains(name.utf8.count))
    let isSafe = name.utf8.allSatisfy {
      "abcdefghijklmnopqrstuvwxyz0123456789._-".utf8.contains($0)
    }
    #expect(isSafe, "\(name)")
    #expect(!name.hasPrefix("-") && !name.hasPrefix("."))
  }

  @Test("is another one for each combination of a sweep")
  func unique() throws {
    let factors = Factors([
      .init("rate", .levels((0..<100).map { .float(Double($0) / 10) })),
      .init("depth", .levels((0..<100).map { .integer($0) })),
      .init("kind", [1, 1.0, true, "1", "日", "本"]),
    ])
    let all = try factors.combinations()
    #expect(all.count == 60_000)
    #expect(Set(all.map { $0.fileName.suffix(16) }).count == all.count)
  }
}
