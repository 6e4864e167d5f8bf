-- The attempts at a job in order, each with its resources as a JSON list.
SELECT a.jaid, a.jid, a.number, a.status, a.sid, a.started, a.ended, a.process_group,
  a.process_start_time, a.log_path, a.exit_code, a.signal, a.error,
  (SELECT json_group_array(ar.rid) FROM attempt_resource AS ar WHERE ar.jaid = a.jaid)
    AS resources
FROM job_attempt AS a
WHERE a.jid = :jid
ORDER BY a.number
