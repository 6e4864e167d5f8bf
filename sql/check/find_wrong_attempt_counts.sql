-- Jobs whose counts differ from their attempts.
SELECT format('job %d counts %d attempts, but has %d', j.jid, j.attempts, count(a.jaid))
FROM job AS j
LEFT JOIN job_attempt AS a ON a.jid = j.jid
GROUP BY j.jid
HAVING count(a.jaid) <> j.attempts
  OR coalesce(sum(a.ended - a.started), 0) <> j.attempt_microseconds
