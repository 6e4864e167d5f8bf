-- Running attempts of sessions that have ended.
SELECT format('attempt %d is RUNNING although its session %d has ended', a.jaid, s.sid)
FROM job_attempt AS a
JOIN engine_session AS s ON s.sid = a.sid
WHERE a.status = 'RUNNING' AND s.ended IS NOT NULL
