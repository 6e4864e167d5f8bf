import Testing

extension RunRow {
  static let stages: [RunRow] = [
    RunRow("E1 T1") { folder in
      let output = try await folder.run("--greeting", "good morning")
      #expect(output.code == 0, "\(output.errors)")
      // Ancestors first, each once.
      #expect(
        output.lines.filter { $0.contains(".") && !$0.hasPrefix("directory") } == [
          "Base.initialize", "Left.initialize", "Right.initialize",
          "Probe.initialize good morning", "Base.perform", "Left.perform", "Right.perform",
          "Probe.perform",
        ])
    },
    RunRow("T2") { folder in
      // An option that the first ancestor declares is known before anything is initialised.
      let help = try await folder.run("--help")
      #expect(help.code == 0)
      #expect(help.output.contains("--greeting"))
      let wrong = try await folder.run("--greeting")
      #expect(wrong.code == 2)
      #expect(!wrong.output.contains("initialize"))
    },
    RunRow("T3") { folder in
      // Base hands on in initialize what it found in its option.
      let output = try await folder.run("--greeting", "well met")
      #expect(output.lines.contains("Probe.initialize well met"), "\(output.errors)")
    },
  ]

  static let directories: [RunRow] = [
    RunRow("E2") { folder in
      for (run, continues) in [(1, false), (2, true)] {
        let output = try await folder.run("-c", "deep/place")
        #expect(output.code == 0, "\(run): \(output.errors)")
        #expect(output.lines.contains("runName"))
        #expect(!output.lines.contains("resultDirectory"))
        #expect(output.lines.contains("directory \(folder.path)/deep/place"))
        #expect(output.lines.contains("continues \(continues)"))
        #expect(output.lines.contains { $0.hasPrefix("name Probe_") })
      }
      #expect(try folder.names() == ["deep"])
    }
  ]

  static let usage: [RunRow] = [
    ["--unknown"], ["-l", "loud"], ["-l", "-3"], ["-c", ""], ["--greeting"], ["surplus"],
  ].map { arguments in
    RunRow("E5: \(arguments.joined(separator: " "))") { folder in
      let output = try await folder.run(arguments)
      #expect(output.code == 2)
      #expect(output.errors.contains("Usage: probe"), "\(output.errors)")
      #expect(output.output == "")
      #expect(try folder.names() == [])
    }
  }
}
