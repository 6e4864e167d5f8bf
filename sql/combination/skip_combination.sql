-- Leaves a combination out: in the run of a session, or without one until a reset.
UPDATE combination
SET status = 'SKIPPED', held_since = :now, sid = :sid, owner = NULL, lease_until = NULL
WHERE cid = :cid
