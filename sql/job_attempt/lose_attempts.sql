-- Marks the running attempts of sessions as lost.
UPDATE job_attempt
SET status = 'LOST', ended = max(:now, started), error = :error
WHERE status = 'RUNNING' AND sid IN (SELECT value FROM json_each(:sids))
RETURNING jaid, jid
