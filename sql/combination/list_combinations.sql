-- The combinations on the list, in its order.
SELECT cid, position, parameters, status, times_taken, held_since, sid, owner, lease_until
FROM combination
WHERE swid = :swid AND position IS NOT NULL
ORDER BY position
