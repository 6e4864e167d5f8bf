import Foundation
import Testing

/// `AUTOML_CHAOS_ROUNDS` says how many rounds there are, `AUTOML_CHAOS_SEED` repeats those of an
/// earlier time as far as a machine can be repeated.
@Suite("Engines that are killed at any moment")
struct ChaosTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test("lose no job, run none twice to its end, and never share a device")
  func chaos() async throws {
    let rounds = Int(Self.environment["AUTOML_CHAOS_ROUNDS"] ?? "") ?? 5
    let seed =
      UInt64(Self.environment["AUTOML_CHAOS_SEED"] ?? "") ?? UInt64.random(in: 0..<(1 << 53))
    say("\(rounds) rounds with the seed \(seed)")
    let began = ContinuousClock.now
    var chaos = try await Chaos(seed: seed)
    for round in 1...max(1, rounds) {
      try await chaos.round()
      if round.isMultiple(of: 10) {
        let seconds = (ContinuousClock.now - began).components.seconds
        say("round \(round) after \(seconds) s, \(chaos.count.kills) kills so far")
      }
    }
    // The last kill may have hit an engine that had nothing more to do than to say goodbye.
    let recovered = try await chaos.sandbox.run("automl-db", "recover")
    #expect(recovered.code == 0, "\(recovered.errors)")
    try await check(chaos)
    // Otherwise the moments are no longer moments of the work, and nothing was shown.
    #expect(chaos.count.kills > rounds / 10)
    let seconds = (ContinuousClock.now - began).components.seconds
    let lost = try await chaos.sandbox.rows(
      "SELECT count(*) AS n FROM job_attempt WHERE status = 'LOST'")
    say("\(chaos.count) and \(lost.first?["n"] ?? 0) lost attempts in \(seconds) s")
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data("Chaos: \(text)\n".utf8))
  }

  /// What must not be found, however the engines died.
  private static let faults = [
    "an experiment that has not finished":
      "SELECT eid, name, status FROM experiment WHERE status <> 'FINISHED'",
    "an experiment without exactly one job for each recommendation":
      """
    SELECT eid, name FROM experiment LEFT JOIN job USING (eid) GROUP BY eid
    HAVING count(*) <> 20 OR count(DISTINCT number) <> 20 OR min(number) <> 0
      OR max(number) <> 19
    """,
    "a job with the wrong parameters or the wrong end":
      """
    SELECT eid, jid, number, parameters, status, score FROM job
    WHERE json_extract(parameters, '$.x') <> number
      OR status <> iif(number = 11, 'FAILED', 'FINISHED')
      OR score IS NOT iif(number = 11, NULL, number)
    """,
    "a job with the wrong attempts":
      """
    SELECT job.eid, jid, job.number, group_concat(a.status) AS attempts
    FROM job JOIN job_attempt AS a USING (jid) GROUP BY jid
    HAVING sum(a.status = 'SUCCEEDED') <> (job.number <> 11)
      OR sum(a.status = 'FAILED')
        > CASE WHEN job.number = 11 THEN 2 WHEN job.number % 6 = 2 THEN 1 ELSE 0 END
      OR sum(a.status = 'FAILED') < iif(job.number = 11, 2, 0)
      OR sum(a.status NOT IN ('SUCCEEDED', 'FAILED', 'LOST')) > 0
    """,
    "two attempts that held one device at a time":
      """
    SELECT * FROM (
      SELECT rid, jaid, taken,
        max(freed) OVER (
          PARTITION BY rid ORDER BY taken, freed
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS freed_before
      FROM attempt_resource)
    WHERE taken < freed_before
    """,
    "an attempt that still holds a device": "SELECT * FROM attempt_resource WHERE freed IS NULL",
    "a device that is not free": "SELECT * FROM resource WHERE status <> 'FREE'",
    "a session that goes on": "SELECT * FROM engine_session WHERE ended IS NULL",
  ]

  private func check(_ chaos: Chaos) async throws {
    let sandbox = chaos.sandbox
    for (fault, sql) in Self.faults {
      let rows = try await sandbox.rows(sql)
      #expect(rows.isEmpty, "\(fault): \(rows.prefix(5))")
    }
    let experiments = try await sandbox.rows("SELECT eid FROM experiment")
    #expect(experiments.count == chaos.count.experiments)
    let violations = try? String(contentsOfFile: sandbox.path("violations"), encoding: .utf8)
    #expect(violations == nil)
    // Otherwise the script has seen no device, and its locks show nothing.
    for device in 0..<4 {
      #expect(FileManager.default.fileExists(atPath: sandbox.path("device-\(device)")))
    }
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("device-")))
    #expect(processes(with: sandbox.folder).isEmpty)
    let checked = try await sandbox.run("automl-db", "check")
    #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
  }
}
