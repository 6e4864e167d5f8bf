-- Combinations in progress in sessions that have ended.
SELECT format('combination %d is IN_PROGRESS although its session %d has ended', c.cid, s.sid)
FROM combination AS c
JOIN engine_session AS s ON s.sid = c.sid
WHERE c.status = 'IN_PROGRESS' AND c.held_since IS NOT NULL AND s.ended IS NOT NULL
