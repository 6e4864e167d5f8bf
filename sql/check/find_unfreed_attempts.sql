-- Attempts that have ended, or run, out of step with the times of their resources.
SELECT format('attempt %d runs, but gave resource %d back', a.jaid, ar.rid)
FROM attempt_resource AS ar
JOIN job_attempt AS a ON a.jaid = ar.jaid
WHERE a.status = 'RUNNING' AND ar.freed IS NOT NULL
