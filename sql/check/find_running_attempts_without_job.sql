-- Running attempts at jobs that are not running.
SELECT format('attempt %d is RUNNING although its job %d is %s', a.jaid, j.jid, j.status)
FROM job_attempt AS a
JOIN job AS j ON j.jid = a.jid
WHERE a.status = 'RUNNING' AND j.status <> 'RUNNING'
