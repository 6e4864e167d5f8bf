import Foundation

// What the engine adds to jobs that do nothing, from recommendation to record.
//
//   engine-bench [quick] [memory | processes | in-process]…
//   engine-bench [quick] once             the engine's part of 'processes', to be profiled
//   engine-bench [quick] once-in-process  the engine's part of 'in-process' with two workers
//
// Without the name of a measurement all are made; `quick` makes fewer and shorter rounds. The exit
// code is 1 when a bound is not met.

let arguments = CommandLine.arguments.dropFirst()
let isQuick = arguments.contains("quick")
let names = arguments.filter { $0 != "quick" }
do {
  let known = ["memory", "processes", "in-process", "once", "once-in-process"]
  guard names.allSatisfy(known.contains) else {
    throw BenchError("usage: engine-bench [quick] [\(known.joined(separator: " | "))]…")
  }
  func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
  var findings = Findings()
  let rounds = isQuick ? 3 : 5
  if isWanted("memory") {
    try await MemoryGrowth(early: 10_000, late: isQuick ? 30_000 : 100_000).measure(&findings)
  }
  if isWanted("processes") {
    try await ProcessJobs(jobs: isQuick ? 400 : 2_000, rounds: rounds).measure(&findings)
  }
  if isWanted("in-process") {
    try await InProcessJobs(jobs: isQuick ? 5_000 : 20_000, rounds: rounds).measure(&findings)
  }
  if names.contains("once") {
    try await ProcessJobs(jobs: isQuick ? 400 : 2_000, rounds: 1).runOnce(&findings)
  }
  if names.contains("once-in-process") {
    try await InProcessJobs(jobs: isQuick ? 5_000 : 20_000, rounds: 1).runOnce(&findings)
  }
  exit(findings.areWithinBounds ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("engine-bench: \(error)\n".utf8))
  exit(1)
}
