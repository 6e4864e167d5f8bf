-- Puts an experiment under a session.
UPDATE experiment
SET status = 'RUNNING', started = max(:now, created), ended = NULL, end_reason = NULL, sid = :sid
WHERE eid = :eid
