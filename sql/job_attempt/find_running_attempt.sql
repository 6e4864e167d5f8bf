-- The running attempt at a job.
SELECT jaid FROM job_attempt WHERE jid = :jid AND status = 'RUNNING'
