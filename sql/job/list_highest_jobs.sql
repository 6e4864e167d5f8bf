-- The jobs of a status with the highest scores; ties by id.
SELECT jid, eid, number, recommendation, parameters, status, score, started, ended,
  outcome_number, attempts
FROM job
WHERE eid = :eid AND status = :status AND score IS NOT NULL
ORDER BY score DESC, jid
LIMIT :limit
