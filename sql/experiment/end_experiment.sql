-- Ends an experiment.
UPDATE experiment
SET status = :status, ended = max(:now, coalesce(started, created)), end_reason = :reason
WHERE eid = :eid
