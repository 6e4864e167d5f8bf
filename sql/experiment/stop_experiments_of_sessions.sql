-- Stops the experiments on which sessions work.
UPDATE experiment
SET status = 'STOPPED', ended = max(:now, started), end_reason = :message
WHERE status IN ('RUNNING', 'STOP_REQUESTED')
  AND sid IN (SELECT value FROM json_each(:sids))
RETURNING eid
