import Testing

extension RunRow {
  static let output: [RunRow] = [redirected, copied, merged("-R"), merged("-L")] + continued

  /// Both streams go to files of their own, and nowhere else.
  private static let redirected = RunRow("E3: -R") { folder in
    let output = try await folder.run("-R", "-c", "place")
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output == "runName\n")
    #expect(output.errors == "")
    #expect(try folder.names(in: "place") == ["stderr", "stdout"])
    #expect(folder.text(of: "place/stdout").hasPrefix("Base.initialize\n"))
    #expect(folder.text(of: "place/stdout").hasSuffix(OutputTests.told))
    #expect(folder.text(of: "place/stderr").contains("experiment-probe -R -c place\n"))
    #expect(folder.text(of: "place/stderr").hasSuffix("to standard error\n"))
  }

  /// The same, and both streams go where they went.
  private static let copied = RunRow("E3: -L") { folder in
    let output = try await folder.run("-L", "-c", "place")
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.output == "runName\n" + folder.text(of: "place/stdout"))
    #expect(output.errors == folder.text(of: "place/stderr"))
    #expect(output.output.hasSuffix(OutputTests.told))
    #expect(output.errors.hasSuffix("to standard error\n"))
    #expect(try folder.names(in: "place") == ["stderr", "stdout"])
  }

  private static func merged(_ way: String) -> RunRow {
    RunRow("E3: \(way) -M") { folder in
      let output = try await folder.run(way, "-M", "-c", "place")
      #expect(output.code == 0, "\(output.errors)")
      #expect(try folder.names(in: "place") == ["stdout+stderr"])
      let lines = folder.text(of: "place/stdout+stderr").split(separator: "\n")
      #expect(lines.contains("Probe.perform") && lines.contains("to standard error"))
      #expect(output.output.contains(OutputTests.told) == (way == "-L"))
      #expect(output.errors.contains("to standard error") == (way == "-L"))
    }
  }

  /// Who continues in a directory appends to its files.
  private static let continued: [RunRow] = ["-R", "-L"].map { way in
    RunRow("E4: \(way)") { folder in
      for count in 1...2 {
        let output = try await folder.run(way, "-c", "place")
        #expect(output.code == 0, "\(output.errors)")
        let lines = folder.text(of: "place/stdout").split(separator: "\n")
        #expect(lines.count { $0 == "Probe.perform" } == count)
        #expect(folder.text(of: "place/stderr").split(separator: "\n").count == 2 * count)
      }
    }
  }
}
