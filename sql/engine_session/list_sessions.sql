-- All sessions by id.
SELECT sid, token, host, boot_id, pid, process_start_time, started, heartbeat, ended
FROM engine_session
ORDER BY sid
