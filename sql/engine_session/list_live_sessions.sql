-- The sessions that have not ended, by id.
SELECT sid, token, host, boot_id, pid, process_start_time, started, heartbeat, ended
FROM engine_session
WHERE ended IS NULL
ORDER BY sid
