-- The last attempt at a job.
SELECT jaid FROM job_attempt WHERE jid = :jid ORDER BY number DESC LIMIT 1
