-- Jobs that do not run, and whose last attempt has ended otherwise than they say.
SELECT format('job %d is %s but its last attempt is %s', j.jid, j.status, a.status)
FROM job AS j JOIN job_attempt AS a ON a.jid = j.jid
WHERE j.status <> 'RUNNING' AND a.status <> 'RUNNING'
  AND a.number = (SELECT max(number) FROM job_attempt AS b WHERE b.jid = j.jid)
  AND CASE j.status
    WHEN 'FINISHED' THEN a.status <> 'SUCCEEDED'
    WHEN 'EARLY_STOPPED' THEN a.status <> 'EARLY_STOPPED'
    ELSE a.status NOT IN ('FAILED', 'CANCELLED', 'LOST')
  END
