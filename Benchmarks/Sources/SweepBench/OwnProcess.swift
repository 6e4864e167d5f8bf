import Foundation

/// This program, started once more; its input and output are lines.
final class OwnProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var rest = Data()

  init(_ arguments: String...) throws {
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  func send(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// Waits for the next line and gives its words.
  func words() throws -> [String] {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        defer { rest = Data(rest[(end + 1)...]) }
        return String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").map(String.init)
      }
      let chunk = output.fileHandleForReading.availableData
      if chunk.isEmpty { throw BenchError("A process ended early.") }
      rest.append(chunk)
    }
  }

  /// Waits for a certain line.
  func expect(_ word: String) throws {
    let words = try words()
    guard words == [word] else { throw BenchError("A process said \(words), not \(word).") }
  }

  func finish() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
