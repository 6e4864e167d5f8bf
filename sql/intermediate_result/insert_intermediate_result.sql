-- Keeps a number under the next place of the running attempt at a job, if there is one.
INSERT INTO intermediate_result (jaid, jid, number, score, received)
SELECT a.jaid, a.jid,
  (SELECT coalesce(max(i.number) + 1, 0) FROM intermediate_result AS i WHERE i.jaid = a.jaid),
  :score, max(:now, a.started)
FROM job_attempt AS a
WHERE a.jid = :jid AND a.status = 'RUNNING'
RETURNING irid
