/// A program that finds a program's text on its command line.
public struct ProgramTextReader: Hashable, Sendable {
  /// What becomes of the text.
  public enum Kind: Hashable, Sendable {
    /// The text behind `-c` is read as a shell's.
    case shell
    /// The text at `-c`, `-e` or the like is read in the program's own language.
    case interpreter
    /// All words are joined and read by a shell on another host.
    case remoteShell
  }

  let program: String
  let kind: Kind
  /// The letters of options that bring the text.
  private var text = ""
  /// The letters of options that bring something else: the rest of their word, or the next one.
  private var other = ""
  /// Those of them for which only the rest of their word counts.
  private var attached = ""
  /// The letters of options behind which there is no other one.
  private var last = ""
  /// The long options that bring the text.
  private var longText: Set<String> = []
  /// The long options that bring something else in the next word.
  private var longOther: Set<String> = []

  /// Knows a program by its name or path; nil for all that read no text there.
  init?(named word: String) {
    program = PathText.name(word)
    // As in `python3.12` or `ruby3.1`.
    let plain = String(program.prefix { !$0.isNumber })
    switch plain {
    case "sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "zsh":
      kind = .shell
      (text, other) = ("c", "oO")
      (longText, longOther) = (["--command"], ["--rcfile", "--init-file"])
    case "ssh", "slogin": kind = .remoteShell
    case "python", "pypy":
      kind = .interpreter
      (text, other, last) = ("c", "WXQ", "m")
      longOther = ["--check-hash-based-pycs"]
    case "perl":
      kind = .interpreter
      (text, other, attached) = ("eE", "I", "iMmFCDxdV")
    case "ruby":
      kind = .interpreter
      (text, other, attached) = ("e", "ICrE", "FKTWx")
    case "node", "nodejs", "bun":
      kind = .interpreter
      (text, other) = ("ep", "rC")
      (longText, longOther) = (
        ["--eval", "--print"], ["--require", "--import", "--loader", "--conditions"]
      )
    case "Rscript", "lua", "julia":
      kind = .interpreter
      (text, other) = ("eE", "l")
      (longText, longOther) = (["--eval", "--print"], ["--project", "--load"])
    case "php":
      kind = .interpreter
      (text, other) = ("rBRE", "dcz")
    default: return nil
    }
  }

  /// The words that hold text, of those behind the program's name.
  func textWords(in words: [String], after place: Int) -> [Int] {
    if kind == .remoteShell { return Array(words.indices.dropFirst(place + 1)) }
    var found: [Int] = []
    var index = place + 1
    // A shell's text comes behind all of its options.
    var comesLast = false
    while index < words.count {
      let word = words[index]
      if word == "--" {
        index += 1
        break
      }
      guard word.count > 1, word.hasPrefix("-") || kind == .shell && word.hasPrefix("+") else {
        break
      }
      if word.hasPrefix("--") {
        let name = String(word.prefix { $0 != "=" })
        if longText.contains(name) { found.append(name == word ? index + 1 : index) }
        index += name == word && (longText.contains(name) || longOther.contains(name)) ? 2 : 1
        continue
      }
      index += takeCluster(word, at: index, &found, &comesLast)
    }
    if comesLast { found.append(index) }
    return found.filter(words.indices.contains)
  }

  /// Reads the letters of an option's word, and gives how many words it takes; more than there are
  /// when no option follows.
  private func takeCluster(
    _ word: String, at index: Int, _ found: inout [Int], _ comesLast: inout Bool
  ) -> Int {
    var count = 1
    let letters = word.dropFirst()
    for place in letters.indices {
      let isLast = letters.index(after: place) == letters.endIndex
      if text.contains(letters[place]) {
        if kind == .shell {
          comesLast = true
          continue
        }
        found.append(isLast ? index + 1 : index)
        return isLast ? 2 : 1
      }
      if last.contains(letters[place]) { return Int(Int16.max) }
      if attached.contains(letters[place]) { return 1 }
      guard other.contains(letters[place]) else { continue }
      // A shell's options take the words that follow, each its own.
      guard kind == .shell else { return isLast ? 2 : 1 }
      count += 1
    }
    return count
  }
}
