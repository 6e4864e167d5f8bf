-- Sets an experiment back to its beginning.
UPDATE experiment
SET status = 'CREATED', started = NULL, ended = NULL, end_reason = NULL, sid = NULL
WHERE eid = :eid
