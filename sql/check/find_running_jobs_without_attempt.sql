-- Running jobs that have no running attempt.
SELECT format('job %d is RUNNING without a running attempt', j.jid)
FROM job AS j
WHERE j.status = 'RUNNING' AND NOT EXISTS (
  SELECT 1 FROM job_attempt AS a WHERE a.jid = j.jid AND a.status = 'RUNNING')
