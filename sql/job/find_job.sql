-- A job.
SELECT jid, eid, number, recommendation, parameters, status, score, started, ended,
  outcome_number, attempts
FROM job
WHERE jid = :jid
