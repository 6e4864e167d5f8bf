-- Resources that a session holds although it has ended.
SELECT format('resource %d is BUSY although session %d, which holds it, has ended', r.rid, s.sid)
FROM resource AS r
JOIN engine_session AS s ON s.sid = r.holder
WHERE s.ended IS NOT NULL
