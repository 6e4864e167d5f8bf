-- Makes a job's newest set its last results.
UPDATE multiple_result
SET is_last_result = 1
WHERE jid = :jid
  AND set_number = (SELECT max(m.set_number) FROM multiple_result AS m WHERE m.jid = :jid)
RETURNING mrid
