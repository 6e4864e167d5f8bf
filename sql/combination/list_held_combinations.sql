-- The combinations in progress or skipped, in the order of the list.
SELECT cid, position, parameters, status, times_taken, held_since, sid, owner, lease_until
FROM combination
WHERE swid = :swid AND held_since IS NOT NULL AND status = :status AND position IS NOT NULL
ORDER BY position
