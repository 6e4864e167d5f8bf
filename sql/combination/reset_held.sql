-- Has the combinations in progress or skipped wait again.
UPDATE combination
SET status = 'REMAINING', held_since = NULL, sid = NULL, owner = NULL, lease_until = NULL
WHERE swid = :swid AND held_since IS NOT NULL AND status = :status
RETURNING cid
