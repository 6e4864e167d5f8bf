import AutoMLTracking
import AutoMLTrackingSQLite
import AutoMLWorkflow
import CSQLiteLoop
import Foundation
import Synchronization

/// What one long run holds in memory, early on and at its end.
///
/// SQLite keeps up to 4 MB of pages a connection, which a run fills within 30,000 jobs; the growth
/// without them is what the engine itself keeps.
///
/// To be measured before anything else has made the process large.
struct MemoryGrowth {
  private static let bound = 1.2

  let early: Int
  let late: Int

  /// Kibibytes.
  private struct Sample {
    var resident = 0
    var sqlite = 0
    var rest: Double { Double(resident - sqlite) }
  }

  private final class Samples: Sendable {
    let taken = Mutex((early: Sample(), late: Sample()))
  }

  func measure(_ findings: inout Findings) async throws {
    print("resident memory of one run in process, bound: \(Self.bound)x")
    let samples = Samples()
    try await Scratch.withFolder { folder in
      let connector = try await Workflow.connector(in: folder, .normal)
      let executor = InstantExecutor(space: try Workflow.space())
      try await Workflow.run(
        late, on: .fixed([WorkerConfiguration("W1"), WorkerConfiguration("W2")]), connector,
        executor
      ) { [early, late] outcomes in
        if outcomes == early { samples.taken.withLock { $0.early = Self.sample() } }
        if outcomes == late { samples.taken.withLock { $0.late = Self.sample() } }
      }
      try await connector.close()
    }
    let (first, last) = samples.taken.withLock { $0 }
    for (jobs, sample) in [(early, first), (late, last)] {
      findings.show(
        "after \(jobs) jobs",
        String(format: "%10d KiB", sample.resident) + "   of these SQLite's \(sample.sqlite) KiB")
    }
    let growth = Double(last.resident) / Double(max(first.resident, 1))
    findings.show(
      "  growth", String(format: "%9.2fx", growth),
      isMet: first.resident > 0 && growth <= Self.bound)
    findings.show("  growth without SQLite's", String(format: "%9.2fx", last.rest / first.rest))
  }

  private static func sample() -> Sample {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let words = line?.split(whereSeparator: \.isWhitespace) ?? []
    return Sample(
      resident: words.dropFirst().first.flatMap { Int($0) } ?? 0,
      sqlite: Int(csqlite_memory_used() / 1024))
  }
}
