-- The number of a job's next set.
SELECT coalesce(max(set_number) + 1, 0) FROM multiple_result WHERE jid = :jid
