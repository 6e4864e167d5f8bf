-- The number of the next attempt at a job.
SELECT coalesce(max(number) + 1, 0) FROM job_attempt WHERE jid = :jid
