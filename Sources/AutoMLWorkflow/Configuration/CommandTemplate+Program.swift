extension CommandTemplate {
  /// Finds the program's absolute path.
  ///
  /// A word with a slash is a path from the working directory; any other is looked up in `PATH`.
  func executable(
    workingDirectory: String, _ surroundings: ConfigurationSurroundings
  ) throws(CommandProblem) -> String {
    guard let word = literalWord(0), !word.isEmpty else {
      throw CommandProblem(
        "the program itself is a parameter or empty", "begin with the name of one program")
    }
    guard word.contains("/") else {
      if let path = surroundings.program(named: word) { return path }
      let beside = PathText.absolute(word, in: workingDirectory)
      let isBeside = surroundings.entry(beside) != .missing
      throw CommandProblem(
        "there is no program \(word.quoted) in PATH",
        isBeside ? "write ./\(word) for the file beside it" : "install it, or give its path")
    }
    let path = PathText.absolute(word, in: workingDirectory)
    switch surroundings.entry(path) {
    case .file(isExecutable: true): return path
    case .file(isExecutable: false):
      throw CommandProblem(
        "\(path.quoted) is not executable", "run chmod +x, or name its interpreter first")
    case .directory: throw CommandProblem("\(path.quoted) is a folder", "name a program in it")
    case .missing:
      throw CommandProblem("there is no file \(path.quoted)", "correct the path or add the file")
    }
  }

  /// What is wrong with the script that an interpreter is to run, if anything.
  func scriptProblem(
    workingDirectory: String, _ surroundings: ConfigurationSurroundings
  ) -> CommandProblem? {
    guard let program = literalWord(0), Self.isInterpreter(PathText.name(program)) else {
      return nil
    }
    for index in words.indices.dropFirst() {
      guard let word = literalWord(index), !word.isEmpty else { return nil }
      if word.hasPrefix("-") {
        // The program text or a module's name follows, or comes from standard input.
        if word == "-" || !word.hasPrefix("--") && word.last.map("cemE".contains) ?? false {
          return nil
        }
        if word == "--eval" { return nil }
        continue
      }
      // After an option the word may be that option's value rather than a script.
      guard index == 1 || word.contains("/") || word.contains(".") else { return nil }
      let path = PathText.absolute(word, in: workingDirectory)
      switch surroundings.entry(path) {
      case .file, .directory: return nil
      case .missing:
        return CommandProblem(
          "there is no script \(path.quoted)", "correct the path or add the file")
      }
    }
    return nil
  }

  private static func isInterpreter(_ name: String) -> Bool {
    let plain = name.hasPrefix("python") ? "python" : name
    let isVersion = name.dropFirst(6).allSatisfy { $0.isNumber || $0 == "." }
    if plain == "python" { return isVersion }
    return [
      "bash", "dash", "julia", "node", "perl", "Rscript", "ruby", "sh", "zsh",
    ].contains(plain)
  }
}
