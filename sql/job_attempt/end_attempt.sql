-- Ends an attempt.
UPDATE job_attempt
SET status = :status, ended = max(:now, started), exit_code = :exit_code, signal = :signal,
  error = :error, log_path = coalesce(:log_path, log_path)
WHERE jaid = :jaid
