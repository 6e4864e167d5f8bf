-- The combinations that wait, in the order of the list.
SELECT cid, position, parameters, status, times_taken, held_since, sid, owner, lease_until
FROM combination
WHERE swid = :swid AND status = 'REMAINING' AND position IS NOT NULL
ORDER BY position
