-- Resources of running attempts that the attempt's session does not hold.
SELECT format('attempt %d uses resource %d without holding it', a.jaid, r.rid)
FROM attempt_resource AS ar
JOIN job_attempt AS a ON a.jaid = ar.jaid
JOIN resource AS r ON r.rid = ar.rid
WHERE ar.freed IS NULL AND (a.status <> 'RUNNING' OR r.holder IS NOT a.sid)
