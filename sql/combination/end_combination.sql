-- Marks a combination as done.
UPDATE combination
SET status = 'DONE', held_since = NULL, sid = NULL, owner = NULL, lease_until = NULL
WHERE cid = :cid
