-- A combination of the list, if it waits.
SELECT cid, times_taken, parameters
FROM combination
WHERE cid = :cid AND status = 'REMAINING' AND position IS NOT NULL
