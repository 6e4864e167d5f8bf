-- Gives a session's sign of life, unless it has ended.
UPDATE engine_session
SET heartbeat = max(:now, started)
WHERE sid = :sid AND ended IS NULL
RETURNING sid
