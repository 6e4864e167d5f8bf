import AutoMLTrackingSQLite

/// The connector against the C loop, in turns on one machine, so that its mood cancels out.
enum Comparison {
  private struct Case {
    let name: String
    let callers: Int
    let durability: SQLiteConfiguration.Durability
    let loopTransactions: Int
    let storeTransactions: Int
  }

  private static let cases = [
    Case(
      name: "1 caller, NORMAL", callers: 1, durability: .normal, loopTransactions: 100_000,
      storeTransactions: 100_000),
    Case(
      name: "1 caller, FULL", callers: 1, durability: .full, loopTransactions: 5_000,
      storeTransactions: 5_000),
    Case(
      name: "64 callers, FULL", callers: 64, durability: .full, loopTransactions: 5_000,
      storeTransactions: 64 * 1_000),
  ]

  private static let rounds = 5

  /// Runs every case, or those in whose names the words stand.
  static func run(only words: String? = nil) async throws {
    let chosen = cases.filter { test in words.map(test.name.contains) ?? true }
    guard !chosen.isEmpty else {
      throw BenchError("No case is so named; there are: \(cases.map(\.name)).")
    }
    print("One intermediate result a transaction; the C loop has always one caller.\n")
    for test in chosen {
      var ratios: [Double] = []
      print(test.name)
      for round in 1...rounds {
        let loop = try await CLoop.rate(
          transactions: test.loopTransactions, durability: test.durability)
        let store = try await ConnectorLoop.rate(
          transactions: test.storeTransactions, callers: test.callers, durability: test.durability)
        ratios.append(store / loop)
        print(
          "  round \(round): C loop \(Int(loop))/s, store \(Int(store))/s, "
            + "ratio \(rounded(store / loop))")
      }
      print("  median ratio \(rounded(ratios.sorted()[rounds / 2]))\n")
    }
  }

  private static func rounded(_ ratio: Double) -> Double { (ratio * 100).rounded() / 100 }
}
