-- The job and the status of an attempt.
SELECT jid, status FROM job_attempt WHERE jaid = :jaid
