-- The first combinations that wait, in the order of the list, and whether a lease is over that somebody
-- still has: asked often, and mostly in vain.
SELECT cid, times_taken, parameters, EXISTS (
    SELECT 1 FROM combination
    WHERE swid = :swid AND lease_until IS NOT NULL AND lease_until <= :now)
FROM combination
WHERE swid = :swid AND status = 'REMAINING' AND position IS NOT NULL
ORDER BY position
LIMIT :limit
