-- The jobs of an experiment that have not ended, in any order, each with the number of its FAILED
-- attempts and the resources that these held as a JSON list.
SELECT j.jid, j.eid, j.number, j.recommendation, j.parameters, j.status, j.score, j.started,
  j.ended, j.outcome_number, j.attempts,
  (SELECT count(*) FROM job_attempt AS a WHERE a.jid = j.jid AND a.status = 'FAILED')
    AS failed_attempts,
  (
    SELECT json_group_array(ar.rid)
    FROM job_attempt AS a
    CROSS JOIN attempt_resource AS ar ON ar.jaid = a.jaid
    WHERE a.jid = j.jid AND a.status = 'FAILED'
  ) AS failed_resources
FROM job AS j
WHERE j.eid = :eid AND j.status IN ('PENDING', 'RUNNING')
