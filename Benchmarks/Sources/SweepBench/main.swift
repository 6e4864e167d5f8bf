import Foundation

// Parameter sweeps: taking combinations and marking them as done, each durably.
//
//   sweep-bench [quick] [pairs | processes | sizes | batches | creation]…
//   sweep-bench work PATH PAIRS BATCH      its own part of some: a process that works when told to
//   sweep-bench c-work PATH SESSION FIRST PAIRS
//   sweep-bench create PATH COUNT          a process that records a sweep and tells what it took
//
// Without the name of a measurement all are made; `quick` makes fewer and shorter rounds. The exit
// code is 1 when a bound is not met.

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch (arguments.first, arguments.count) {
  case ("work", 4):
    try await Worker.run(
      arguments[1], pairs: Int(arguments[2]) ?? 0, batch: Int(arguments[3]) ?? 1)
  case ("c-work", 5):
    try LoopWorker.run(
      arguments[1], session: Int64(arguments[2]) ?? 0, first: Int64(arguments[3]) ?? 0,
      pairs: Int64(arguments[4]) ?? 0)
  case ("create", 3):
    try await Creation.run(arguments[1], count: Int(arguments[2]) ?? 0)
  default:
    exit(try await measure(arguments) ? 0 : 1)
  }
} catch {
  FileHandle.standardError.write(Data("sweep-bench: \(error)\n".utf8))
  exit(1)
}

func measure(_ arguments: [String]) async throws -> Bool {
  let isQuick = arguments.contains("quick")
  let names = arguments.filter { $0 != "quick" }
  let known = ["pairs", "processes", "sizes", "batches", "creation"]
  guard names.allSatisfy(known.contains) else {
    throw BenchError("usage: sweep-bench [quick] [\(known.joined(separator: " | "))]…")
  }
  func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
  var findings = Findings()
  let (rounds, pairs) = isQuick ? (3, 300) : (5, 2_000)
  if isWanted("pairs") { try await Pairs(rounds: rounds, pairs: pairs).measure(&findings) }
  if isWanted("processes") {
    try await Processes(
      rounds: isQuick ? rounds : 9, pairs: pairs * 5, isQuick: isQuick
    ).measure(&findings)
  }
  if isWanted("sizes") {
    try await Sizes(rounds: rounds, pairs: min(pairs, 900), isQuick: isQuick).measure(&findings)
  }
  if isWanted("batches") { try await Batches(rounds: rounds, pairs: 20_000).measure(&findings) }
  if isWanted("creation") {
    try await Creation(count: isQuick ? 100_000 : 1_000_000).measure(&findings)
  }
  return findings.areWithinBounds
}
