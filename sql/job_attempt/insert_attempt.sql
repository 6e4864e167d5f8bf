-- Begins the next attempt at a job.
INSERT INTO job_attempt (jid, number, status, sid, started)
VALUES (
  :jid, (SELECT coalesce(max(number) + 1, 0) FROM job_attempt WHERE jid = :jid), 'RUNNING',
  :sid, :now)
RETURNING jaid, number
