-- Has a combination wait again.
UPDATE combination
SET status = 'REMAINING', held_since = NULL, sid = NULL, owner = NULL, lease_until = NULL
WHERE cid = :cid
