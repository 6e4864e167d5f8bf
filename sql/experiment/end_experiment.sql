-- Ends an experiment.
UPDATE experiment
SET status = :status, ended = max(:now, coalesce(started, created))
WHERE eid = :eid
