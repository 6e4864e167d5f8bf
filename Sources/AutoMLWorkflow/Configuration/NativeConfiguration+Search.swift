import AutoMLModel
import AutoMLSearch

extension NativeConfiguration {
  mutating func algorithm(
    _ section: ConfigurationReader.Section, _ parameters: ConfiguredParameters,
    _ space: SearchSpace?
  ) -> AlgorithmConfiguration? {
    var algorithm = AlgorithmConfiguration(spacing: parameters.spacing)
    if let field = section["algorithm"] {
      guard
        let options = reader.section(
          field, keys: ["name", "seed", "points"],
          other: [
            "samples": "write points", "type": "write name",
            "factors": "only a sweep has factors: write name: sweep",
          ],
          what: "a mapping such as {name: random, seed: 7}")
      else { return nil }
      let name = reader.required("name", in: options, "write random, grid or sweep")
        .flatMap { reader.algorithmName($0) }
      let seed = options["seed"].map { reader.seed($0) } ?? nil
      let points = options["points"].map { reader.integer($0, in: 1...1_000_000) }
      guard let name else { return nil }
      algorithm.name = name
      algorithm.seed = seed
      if let points { algorithm.points = points ?? algorithm.points }
      if name == .random, let field = options["points"] {
        reader.report(field, "only the grid has points", "remove the key or write name: grid")
      }
    }
    if algorithm.name == .random {
      for field in parameters.spacingFields {
        reader.report(field, "only the grid reads it", "remove the key or write name: grid")
      }
    } else if let space {
      do {
        _ = try algorithm.search(in: space, seed: 0)
      } catch {
        let field = section["parameters"] ?? section["algorithm"]
        if let field { reader.report(field, "\(error)", "write points or step") }
        return nil
      }
    }
    return algorithm
  }

  /// Reads how many jobs there are; nil also when the key is missing or wrong.
  mutating func jobs(
    _ section: ConfigurationReader.Section, _ algorithm: AlgorithmConfiguration?,
    _ space: SearchSpace?
  ) -> Int? {
    if let field = section["jobs"] { return reader.integer(field, in: 1...1_000_000_000) }
    guard let algorithm else { return nil }
    guard algorithm.name == .random else {
      if let space, let grid = try? algorithm.search(in: space, seed: 0), grid.count == nil {
        reader.report(
          "jobs", .unknown, "the grid has more combinations than can be counted",
          "write how many jobs to run")
      }
      return nil
    }
    reader.report(
      "jobs", .unknown, "the key is missing", "random search needs a number of jobs")
    return nil
  }

  mutating func command(
    _ field: ConfigurationReader.Field, _ names: [String]?, _ space: SearchSpace?,
    _ workingDirectory: String?, _ sweep: ConfiguredSweep?
  ) -> (template: CommandTemplate, executable: String)? {
    guard let template = template(field) else { return nil }
    if let names {
      for place in template.placeholders where !names.contains(place) {
        let close = Suggestion.closest(to: place, among: names)
        reader.report(
          field, "{\(place)} is not a parameter",
          close.map { "did you mean {\($0)}?" }
            ?? "declare it under parameters, or write {{\(place)}} for the braces themselves")
      }
    }
    for name in template.placeholders {
      guard let sweep, names?.contains(name) == true,
        !SweepSearch.commonNames(of: sweep.algorithm.factors).contains(name)
      else { continue }
      reader.report(
        field, "not every combination has {\(name)}",
        "have the script read it from AUTOML_PARAMETERS")
    }
    if let space, let place = template.harmfulPlace(in: space) {
      let isShell = place.reader == .shell
      reader.report(
        field,
        "\(isShell ? "the shell" : place.program) would interpret the values of "
          + "{\(place.parameter)}",
        isShell
          ? "pass it as an argument: sh -c '… \"$1\"' sh {\(place.parameter)}"
          : "have the script read it from AUTOML_PARAMETERS")
    }
    guard let workingDirectory else { return nil }
    if let problem = template.scriptProblem(
      workingDirectory: workingDirectory, file.surroundings)
    {
      reader.report(field, problem.problem, problem.advice)
    }
    do throws(CommandProblem) {
      let executable = try template.executable(
        workingDirectory: workingDirectory, file.surroundings)
      return (template, executable)
    } catch {
      reader.report(field, error.problem, error.advice)
      return nil
    }
  }

  private mutating func template(_ field: ConfigurationReader.Field) -> CommandTemplate? {
    do throws(CommandProblem) {
      if case .string = field.node.value {
        try checkCharacters(field.node.source)
        return try CommandTemplate(parsing: field.node.source)
      }
      let expected = "the command as a text, or as a list of words"
      guard let elements = reader.elements(field, expected) else { return nil }
      var words: [String] = []
      for element in elements {
        switch element.node.value {
        case .sequence, .mapping, .null: reader.wrongType(element, "a word")
        default: words.append(element.node.source)
        }
      }
      guard words.count == elements.count else { return nil }
      for word in words { try checkCharacters(word) }
      return try CommandTemplate(words: words)
    } catch {
      reader.report(field, error.problem, error.advice)
      return nil
    }
  }

  private func checkCharacters(_ text: String) throws(CommandProblem) {
    if text.unicodeScalars.contains("\0") {
      throw CommandProblem("the command holds a NUL character", "remove it")
    }
  }
}

extension ConfigurationReader {
  mutating func algorithmName(_ field: Field) -> AlgorithmConfiguration.Name? {
    word(
      field,
      other: ["sequence": "write grid", "grid_search": "write grid", "gridsearch": "write grid"]
    )
  }

  /// Makes a space of domains that have been checked one by one.
  mutating func space(
    _ name: String, _ domains: [(name: String, domain: ParameterDomain)], _ field: Field?
  ) -> SearchSpace? {
    do throws(SearchSpaceError) {
      return try SearchSpace(name: name, parameters: domains)
    } catch {
      if let field { report(field, "\(error)", "correct the parameter") }
      return nil
    }
  }
}
