-- Registers an engine process.
INSERT INTO engine_session (
  token, host, boot_id, pid, process_start_time, started, heartbeat)
VALUES (:token, :host, :boot_id, :pid, :process_start_time, :now, :now)
RETURNING sid
