-- Lets running jobs wait for another attempt.
UPDATE job
SET status = 'PENDING'
WHERE jid IN (SELECT value FROM json_each(:jids)) AND status = 'RUNNING'
RETURNING jid
