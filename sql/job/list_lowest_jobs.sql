-- The jobs of a status with the lowest scores; ties by id.
SELECT jid, eid, number, recommendation, parameters, status, score, started, ended,
  outcome_number, attempts
FROM job
WHERE eid = :eid AND status = :status AND score IS NOT NULL
ORDER BY score, jid
LIMIT :limit
