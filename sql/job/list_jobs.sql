-- A page of the jobs of an experiment, by id.
SELECT jid, eid, number, recommendation, parameters, status, score, started, ended,
  outcome_number, attempts
FROM job
WHERE eid = :eid AND jid > :after
ORDER BY jid
LIMIT :limit
