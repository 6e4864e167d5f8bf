import Testing

@Suite("The layers of the package")
struct LayerTests {
  @Test("import only what the architecture allows", arguments: Layers.modules)
  func edges(_ module: Layers.Module) throws {
    let allowed = module.modules.union(module.packages).union(Layers.system)
    for file in try SourceTree.files("swift", below: [module.folder]) {
      for name in file.imports where !allowed.contains(name) {
        Issue.record("\(file.path) imports \(name), which \(module.name) may not")
      }
    }
  }

  @Test("hold every source file")
  func everyFile() throws {
    let folders = Layers.modules.map { $0.folder + "/" }
    for file in try SourceTree.files("swift", below: ["Sources", "migrations", "sql"])
    where !folders.contains(where: file.path.hasPrefix) {
      Issue.record("\(file.path) belongs to no module of the table")
    }
  }

  @Test("point down only")
  func order() {
    var below: Set<String> = []
    for module in Layers.modules {
      #expect(module.modules.isSubset(of: below), "\(module.name)")
      below.insert(module.name)
    }
  }

  @Test("are read from import lines of every form")
  func importLines() {
    let file = SourceTree.File(
      path: "x.swift",
      text: """
        import A
        public import B
        @testable import C
        @preconcurrency internal import struct D.E
          import F.G
        // import H
        important import
        """)
    #expect(file.imports == ["A", "B", "C", "D", "F"])
  }

  @Test("do not hang on test kits")
  func testKits() throws {
    let manifest = try SourceTree.file("Package.swift").text
    let kits = ["AutoMLTrackingTestKit", "AutoMLSchedulingTestKit", "CPowerCut"]
    // From one target to the next; the last part ends where the targets do.
    let targets = manifest.split(separator: "\n    .").map(String.init)
    #expect(targets.count { $0.hasPrefix("target(") } > 5)
    for target in targets
    where target.hasPrefix("target(") || target.hasPrefix("executableTarget(") {
      guard !target.contains("path: \"Tests/") else { continue }
      for kit in kits where target.contains(kit) {
        Issue.record("a production target names \(kit): \(target.prefix(60))")
      }
    }
    for target in targets where target.hasPrefix("library(") || target.hasPrefix("executable(") {
      #expect(!kits.contains(where: target.contains))
    }
  }
}
