import Foundation
import Testing

extension Sandbox {
  /// Runs `automl sweep`.
  func sweep(_ arguments: String...) async throws -> Output {
    try await start("automl", ["sweep"] + arguments).end()
  }

  /// Records the sweep `s` of factors as `--factor` takes them.
  func createSweep(_ factors: String...) async throws {
    let options = factors.flatMap { ["--factor", $0] }
    let output = try await start("automl", ["sweep", "create", "s"] + options).end()
    #expect(output.code == 0, "\(output.errors)")
  }

  /// Starts a shell script that finds the built programs and has the folder in its environment.
  func startScript(_ text: String) throws -> RunningProgram {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try start(
      executable: "/bin/sh", ["-c", text],
      environment: ["PATH": "\(Self.products.path):\(path)", "SANDBOX": folder])
  }

  /// Starts `automl sweep run s` with its commands' processes marked by the folder's path.
  func startRun(_ options: String..., command: String...) throws -> RunningProgram {
    try start(
      "automl", ["sweep", "run", "s"] + options + ["--"] + command,
      environment: ["SANDBOX": folder])
  }

  /// The states of the list's combinations in order, by their first letters: `RIDS`.
  func sweepStates() async throws -> String {
    try await texts(
      "SELECT status FROM combination WHERE position IS NOT NULL ORDER BY swid, position"
    ).map { String($0.prefix(1)) }.joined()
  }

  /// The parameters of the list's combinations, in order.
  func sweepParameters() async throws -> [String] {
    try await texts(
      "SELECT parameters FROM combination WHERE position IS NOT NULL ORDER BY swid, position")
  }

  /// The lines of a file; none when it is not there.
  func lines(of name: String) -> [String] {
    let text = (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
