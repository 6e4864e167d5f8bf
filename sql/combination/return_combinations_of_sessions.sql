-- Has the combinations wait again that sessions have in progress.
UPDATE combination
SET status = 'REMAINING', held_since = NULL, sid = NULL, owner = NULL, lease_until = NULL
WHERE swid IN (SELECT swid FROM sweep) AND held_since IS NOT NULL AND status = 'IN_PROGRESS'
  AND sid IN (SELECT value FROM json_each(:sids))
RETURNING cid
