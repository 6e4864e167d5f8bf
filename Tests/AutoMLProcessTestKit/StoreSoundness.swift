import GRDB
public import Testing

/// Expects a file to be whole, and its tables to agree with each other.
public func expectSound(_ path: String, at place: SourceLocation = #_sourceLocation) throws {
  let problems = try unsoundness(of: path)
  #expect(problems.isEmpty, sourceLocation: place)
}

/// What is wrong with a file, by rules that do not come from the store itself.
func unsoundness(of path: String) throws -> [String] {
  let queue = try DatabaseQueue(path: path)
  defer { try? queue.close() }
  return try queue.read { database in
    var problems = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter {
      $0 != "ok"
    }
    let keys = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
    problems += keys.map { "foreign key: \($0)" }
    for (rule, query) in soundnessRules {
      let rows = try Row.fetchAll(database, sql: query)
      problems += rows.map { "\(rule): \($0)" }
    }
    return problems
  }
}

/// Rules between tables; each query finds what breaks its rule.
private let soundnessRules: KeyValuePairs = [
  "a job is RUNNING exactly when it has one running attempt": """
  SELECT jid, status FROM job
  WHERE (status = 'RUNNING')
    <> (SELECT count(*) FROM job_attempt WHERE jid = job.jid AND status = 'RUNNING')
  """,
  "a job has an attempt": """
  SELECT jid FROM job WHERE NOT EXISTS (SELECT 1 FROM job_attempt WHERE jid = job.jid)
  """,
  "a FINISHED job's last attempt SUCCEEDED": """
  SELECT jid FROM job
  WHERE status = 'FINISHED' AND 'SUCCEEDED' IS NOT
    (SELECT status FROM job_attempt WHERE jid = job.jid ORDER BY number DESC LIMIT 1)
  """,
  "jobs are numbered from 0 without holes": """
  SELECT eid FROM job GROUP BY eid HAVING min(number) <> 0 OR max(number) <> count(*) - 1
  """,
  "attempts are numbered from 0 without holes": """
  SELECT jid FROM job_attempt
  GROUP BY jid HAVING min(number) <> 0 OR max(number) <> count(*) - 1
  """,
  "results are numbered from 0 without holes": """
  SELECT jaid FROM intermediate_result
  GROUP BY jaid HAVING min(number) <> 0 OR max(number) <> count(*) - 1
  """,
  "a job has at most one last set": """
  SELECT jid FROM multiple_result WHERE is_last_result = 1
  GROUP BY jid HAVING count(DISTINCT set_number) > 1
  """,
  "a running attempt belongs to a session that has not ended": """
  SELECT jaid FROM job_attempt NATURAL JOIN engine_session
  WHERE status = 'RUNNING' AND engine_session.ended IS NOT NULL
  """,
  "a held resource belongs to a session that has not ended": """
  SELECT rid FROM resource JOIN engine_session ON sid = holder
  WHERE engine_session.ended IS NOT NULL
  """,
  "an experiment at work belongs to a session that has not ended": """
  SELECT eid FROM experiment JOIN engine_session USING (sid)
  WHERE status IN ('RUNNING', 'STOP_REQUESTED') AND engine_session.ended IS NOT NULL
  """,
  "an attempt holds its resources exactly while it runs": """
  SELECT jaid, rid FROM attempt_resource JOIN job_attempt USING (jaid)
  WHERE (status = 'RUNNING') <> (freed IS NULL)
  """,
  "what an attempt holds is busy for its session": """
  SELECT rid FROM attempt_resource JOIN job_attempt USING (jaid) JOIN resource USING (rid)
  WHERE freed IS NULL AND holder IS NOT job_attempt.sid
  """,
  "the tally is what a count gives": """
  SELECT eid FROM experiment_tally AS tally
  WHERE (pending, running, finished, failed, early_stopped, cancelled) IS NOT (
    SELECT total(status = 'PENDING'), total(status = 'RUNNING'), total(status = 'FINISHED'),
      total(status = 'FAILED'), total(status = 'EARLY_STOPPED'), total(status = 'CANCELLED')
    FROM job WHERE eid = tally.eid)
  OR (attempts, attempt_microseconds) IS NOT (
    SELECT count(jaid), total(job_attempt.ended - job_attempt.started)
    FROM job_attempt JOIN job USING (jid) WHERE eid = tally.eid)
  """,
  "every place of a sweep's list is taken once": """
  SELECT swid FROM sweep
  WHERE (total, total - 1) IS NOT (
    SELECT count(position), ifnull(max(position), -1) FROM combination WHERE swid = sweep.swid)
  """,
  "no combination is in progress for a session that has ended": """
  SELECT cid FROM combination JOIN engine_session USING (sid)
  WHERE status = 'IN_PROGRESS' AND ended IS NOT NULL
  """,
  "every experiment has a tally": """
  SELECT eid FROM experiment WHERE eid NOT IN (SELECT eid FROM experiment_tally)
  """,
]
