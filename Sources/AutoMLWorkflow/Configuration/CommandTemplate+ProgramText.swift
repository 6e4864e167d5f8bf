public import AutoMLModel

/// A place of a parameter whose value some program would read as a part of a program's text.
public struct ProgramTextPlace: Hashable, Sendable {
  /// The parameter's name.
  public let parameter: String
  /// The name of the program that would read the value.
  public let program: String
  /// What kind of program that is.
  public let reader: ProgramTextReader.Kind
}

extension CommandTemplate {
  /// The first place where a value of the set would be program text and may mean more than itself.
  ///
  /// In `sh -c 'train {model}'` the shell would read the value again. Such places are looked for
  /// behind every word that names a shell, an interpreter or `ssh`.
  public func harmfulPlace(for parameters: ParameterSet) -> ProgramTextPlace? {
    guard mayHoldProgramText else { return nil }
    return programTextPlaces(arguments(for: parameters)).first { place in
      parameters[place.parameter].map { !Self.isHarmlessInShellText($0) } ?? false
    }
  }

  /// The first place where a value of the space would be program text and may mean more than itself.
  func harmfulPlace(in space: SearchSpace) -> ProgramTextPlace? {
    programTextPlaces(arguments(for: [:])).first { place in
      guard case .choice(let values) = space[place.parameter]?.domain else { return false }
      return !values.allSatisfy(Self.isHarmlessInShellText)
    }
  }

  /// Whether any value may be program text: where it is not, sets need not be looked at.
  public var mayHoldProgramText: Bool {
    !placeholders.isEmpty
      && words.indices.contains { index in
        literalWord(index).map { ProgramTextReader(named: $0) != nil } ?? (index == 0)
      }
  }

  /// The places of parameters in program text.
  ///
  /// - Parameter plain: The words with values in their places, which tell where text is.
  private func programTextPlaces(_ plain: [String]) -> [ProgramTextPlace] {
    var places: [ProgramTextPlace] = []
    var index = 0
    while index < plain.count {
      defer { index += 1 }
      // What is put in names a program only where there must be one.
      guard index == 0 || literalWord(index) != nil,
        let reader = ProgramTextReader(named: plain[index])
      else { continue }
      let text = reader.textWords(in: plain, after: index)
      for case .parameter(let name) in text.flatMap({ words[$0] }) {
        places.append(
          ProgramTextPlace(parameter: name, program: reader.program, reader: reader.kind))
      }
      // The word behind a shell's text only tells the shell its name.
      if reader.kind == .shell, let last = text.last { index = last + 1 }
    }
    return places
  }

  /// Whether a value means the same to a shell that reads it again: numbers, truth values, and
  /// texts of nothing but letters, digits and `_ - . , : / + = @ %`.
  public static func isHarmlessInShellText(_ value: ParameterValue) -> Bool {
    guard case .text(let text) = value else { return true }
    return !text.isEmpty && text.allSatisfy(isHarmless)
  }

  private static func isHarmless(_ character: Character) -> Bool {
    character.isASCII
      && (character.isLetter || character.isNumber || "_-.,:/+=@%".contains(character))
  }
}
