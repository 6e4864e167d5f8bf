-- Takes the mark from a job's last results.
UPDATE multiple_result SET is_last_result = 0 WHERE jid = :jid AND is_last_result = 1
