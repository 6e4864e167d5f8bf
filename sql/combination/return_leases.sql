-- Has the combinations wait whose leases are over.
UPDATE combination
SET status = 'REMAINING', held_since = NULL, sid = NULL, owner = NULL, lease_until = NULL
WHERE swid = :swid AND lease_until IS NOT NULL AND lease_until <= :now
