-- Has the combinations wait that were skipped for one run: by a session, or by one that is over.
UPDATE combination
SET status = 'REMAINING', held_since = NULL, sid = NULL, owner = NULL
WHERE swid = :swid AND held_since IS NOT NULL AND status = 'SKIPPED' AND sid IS NOT NULL
  AND (sid = :sid OR sid IN (SELECT sid FROM engine_session WHERE ended IS NOT NULL))
RETURNING cid
