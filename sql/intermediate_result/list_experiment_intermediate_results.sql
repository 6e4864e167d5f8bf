-- The numbers of an experiment's jobs of a status, or all, in order.
SELECT i.irid, i.jid, i.jaid, i.number, i.score, i.received
FROM job AS j
CROSS JOIN job_attempt AS a ON a.jid = j.jid
CROSS JOIN intermediate_result AS i ON i.jaid = a.jaid
WHERE j.eid = :eid
  AND j.status IN (SELECT value FROM json_each(:statuses))
  AND (:all OR a.number = (SELECT max(b.number) FROM job_attempt AS b WHERE b.jid = j.jid))
ORDER BY a.jid, a.number, i.number
