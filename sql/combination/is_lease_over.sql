-- Whether a lease is over that somebody still has; asked often, and mostly in vain.
SELECT EXISTS (
  SELECT 1 FROM combination
  WHERE swid = :swid AND lease_until IS NOT NULL AND lease_until <= :now)
