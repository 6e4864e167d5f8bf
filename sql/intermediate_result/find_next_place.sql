-- Where and when the next number of a job is kept: under its running attempt, if there is one.
SELECT a.jaid,
  (SELECT coalesce(max(i.number) + 1, 0) FROM intermediate_result AS i WHERE i.jaid = a.jaid),
  max(:now, a.started)
FROM job_attempt AS a
WHERE a.jid = :jid AND a.status = 'RUNNING'
