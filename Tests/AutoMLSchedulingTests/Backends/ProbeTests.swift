import AutoMLScheduling
import AutoMLSchedulingTestKit
import Foundation
import Testing

@Suite("The program that computes test functions", .timeLimit(.minutes(5)))
struct ProbeTests {
  /// The program, which lies beside the test bundle.
  static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "scheduling-probe").path

  /// Calls a function and gives the end, the output and the errors.
  func call(_ words: String..., input: String) async throws -> (ProcessEnd, String, String) {
    var command = ProcessCommand(
      executable: Self.program, arguments: words, environment: [:],
      workingDirectory: NSTemporaryDirectory())
    command.input = Array(input.utf8)
    let output = Sightings<UInt8>()
    let errors = Sightings<UInt8>()
    let end = try await ProcessRunner().run(command) { kind, bytes in
      for byte in bytes { (kind == .output ? output : errors).add(byte) }
    }
    return (
      end, String(decoding: output.all, as: UTF8.self), String(decoding: errors.all, as: UTF8.self)
    )
  }

  @Test(
    "prints the result as one line of JSON",
    arguments: [
      ("double", "21", "42\n"), ("square", "-3", "9\n"), ("text", "\"a\\nb\"", "\"a\\nb\"\n"),
      ("collatz", "7", "22\n"),
    ])
  func result(function: String, input: String, expected: String) async throws {
    let (end, output, errors) = try await call("call", function, input: input)
    #expect(end == .exited(0))
    #expect(output == expected)
    #expect(errors.isEmpty)
  }

  @Test("tells an error by its type and message, and ends with 1")
  func error() async throws {
    let (end, output, errors) = try await call("call", "fail", input: "\"no luck\"")
    #expect(end == .exited(1))
    #expect(output.isEmpty)
    #expect(errors == "TestFault: no luck\n")
  }

  @Test("dies by a signal when asked to")
  func death() async throws {
    let (end, _, _) = try await call("call", "die", input: "9")
    #expect(end == .signalled(9))
  }

  @Test("refuses names that it does not know")
  func unknown() async throws {
    let (end, _, errors) = try await call("call", "nobody", input: "1")
    #expect(end == .exited(1))
    #expect(errors == "UnknownFunction: nobody\n")
  }
}
