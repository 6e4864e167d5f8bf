-- The first combinations that wait, in the order of the list.
SELECT cid, times_taken, parameters
FROM combination
WHERE swid = :swid AND status = 'REMAINING' AND position IS NOT NULL
ORDER BY position
LIMIT :limit
