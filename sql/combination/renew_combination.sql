-- Lengthens the lease of a combination.
UPDATE combination SET lease_until = :lease_until WHERE cid = :cid
