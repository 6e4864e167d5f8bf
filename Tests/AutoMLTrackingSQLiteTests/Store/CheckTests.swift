import AutoMLModel
import AutoMLTracking
import AutoMLTrackingSQLite
import GRDB
import Testing

@Suite("Checks of the rules between tables")
struct CheckTests {
  @Test(
    "A contradiction that the schema cannot exclude is found",
    arguments: [
      ("UPDATE job_attempt SET status = 'FAILED' WHERE jid = 1", "its last attempt is FAILED"),
      (
        "UPDATE job_attempt SET status = 'SUCCEEDED' WHERE jid = 2", "its last attempt is SUCCEEDED"
      ),
      ("UPDATE multiple_result SET irid = 2 WHERE irid = 1", "belongs to a result of job 2"),
      ("UPDATE experiment_tally SET finished = 7", "1"),
      ("UPDATE job SET attempts = 4 WHERE jid = 1", "1"),
      ("UPDATE intermediate_result SET number = 3 WHERE irid = 1", "without gaps"),
      ("UPDATE attempt_resource SET freed = NULL", "1"),
      ("UPDATE job SET outcome_number = NULL WHERE jid = 1", "ended jobs of experiment 1"),
      ("UPDATE job SET outcome_number = 1 WHERE jid = 1", "ended jobs of experiment 1"),
      (
        "PRAGMA ignore_check_constraints = ON; UPDATE job SET outcome_number = 1 WHERE jid = 2",
        "ended jobs of experiment 1"
      ),
      ("UPDATE sweep SET total = 4", "its list has 4 combinations, but it has 3"),
      ("UPDATE combination SET position = 7 WHERE cid = 3", "has 3 with gaps"),
      (
        "UPDATE combination SET status = 'IN_PROGRESS', held_since = 1, sid = 1 WHERE cid = 2",
        "combination 2 is IN_PROGRESS although"
      ),
      (#"UPDATE combination SET parameters = '{"x":[1]}' WHERE cid = 2"#, "combination 2 holds"),
    ])
  func contradiction(change: String, clue: String) async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    let experiment = try await store.startExperiment(
      ExperimentRequest(user: "ada", name: "checked"))
    _ = try await store.addResources([ResourceDescription(type: "gpu", device: 0)])
    let score = try Score(1, labelled: [LabelledValue("loss", 2)])
    let first = try await store.startJob(
      JobRequest(experiment: experiment, resources: .any(ResourceRequest(type: "gpu"))))
    _ = try await store.saveIntermediateResult(score, for: first.job)
    try await store.finishJob(JobCompletion(job: first.job, score: score))
    let second = try await store.startJob(JobRequest(experiment: experiment))
    _ = try await store.saveIntermediateResult(score, for: second.job)
    try await store.failAttempt(second.attempt)
    let entries = (0..<3).map { SweepEntry(parameters: #"{"x":\#($0)}"#, digest: $0) }
    _ = try await store.setCombinations(entries, ofSweep: "s")
    #expect(try await store.check().isEmpty)
    try await store.close()

    try fixture.raw { try $0.execute(sql: change) }
    let reopened = try await fixture.open()
    let problems = try await reopened.check()
    #expect(problems.contains { $0.contains(clue) }, "\(problems)")
    try await reopened.close()
  }
}
