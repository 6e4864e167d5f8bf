import Foundation

// store-bench [--only WORDS]               the store against a raw C loop, or the cases so named
// store-bench big PATH [JOBS] [RESULTS]    a database with 1,000,000 jobs and 10,000,000 results

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch arguments.first {
  case nil: try await Comparison.run()
  case "--only" where arguments.count == 2: try await Comparison.run(only: arguments[1])
  case "big" where (2...4).contains(arguments.count):
    let numbers = arguments.dropFirst(2).map { Int64($0) ?? -1 }
    guard numbers.allSatisfy({ $0 > 0 }) else { throw BenchError("The counts must be above 0.") }
    let jobs = numbers.first ?? 1_000_000
    try await BigDatabase.make(
      path: arguments[1], jobs: jobs, results: numbers.count > 1 ? numbers[1] : jobs * 10)
  default: throw BenchError("usage: store-bench [--only WORDS | big PATH [JOBS [RESULTS]]]")
  }
} catch {
  FileHandle.standardError.write(Data("store-bench: \(error)\n".utf8))
  exit(1)
}

/// Why a benchmark could not run.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
