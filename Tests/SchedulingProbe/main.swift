import AutoMLSchedulingTestKit
import Foundation

let usage = """
  usage: scheduling-probe call NAME   computes a function: JSON in on standard input, JSON out
  """

/// Ends the process with a line that tells an error.
func fail(_ line: String) -> Never {
  FileHandle.standardError.write(Data((line + "\n").utf8))
  exit(1)
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 2, arguments[0] == "call" else { fail(usage) }
let input = FileHandle.standardInput.readDataToEndOfFile()
guard let function = TestFunctions.served.first(where: { $0.name == arguments[1] }) else {
  fail("UnknownFunction: \(arguments[1])")
}
do {
  FileHandle.standardOutput.write(try await function.call(input) + Data("\n".utf8))
} catch {
  fail("\(type(of: error)): \(error)")
}
