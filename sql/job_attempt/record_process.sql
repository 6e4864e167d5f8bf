-- Remembers where an attempt runs and what it prints to.
UPDATE job_attempt
SET process_group = coalesce(:process_group, process_group),
  process_start_time =
    iif(:process_group IS NULL, process_start_time, :process_start_time),
  log_path = coalesce(:log_path, log_path)
WHERE jaid = :jaid
