-- Hands a combination out.
UPDATE combination
SET status = 'IN_PROGRESS', times_taken = times_taken + 1, held_since = :now, sid = :sid,
  owner = :owner, lease_until = :lease_until
WHERE cid = :cid
