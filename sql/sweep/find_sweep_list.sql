-- What tells the list of a sweep from another, and whether anything is known of it.
SELECT s.swid, s.total, s.fingerprint,
  EXISTS (SELECT 1 FROM combination AS c WHERE c.swid = s.swid) AS is_known
FROM sweep AS s
WHERE s.name = :name
