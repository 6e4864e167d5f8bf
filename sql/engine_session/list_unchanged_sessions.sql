-- Which of the pairs of session and heartbeat still stand, by id.
SELECT s.sid
FROM json_each(:seen) AS seen
JOIN engine_session AS s ON s.sid = seen.value ->> 0
WHERE s.ended IS NULL AND s.heartbeat = seen.value ->> 1
ORDER BY s.sid
