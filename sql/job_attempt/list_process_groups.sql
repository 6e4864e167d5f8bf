-- The recorded process groups of a session's running attempts.
SELECT process_group, process_start_time
FROM job_attempt
WHERE sid = :sid AND status = 'RUNNING' AND process_group IS NOT NULL
