-- Experiments under sessions that have ended.
SELECT format('experiment %d is %s although its session %d has ended', e.eid, e.status, s.sid)
FROM experiment AS e
JOIN engine_session AS s ON s.sid = e.sid
WHERE e.status IN ('RUNNING', 'STOP_REQUESTED') AND s.ended IS NOT NULL
