-- Frees everything that sessions hold.
UPDATE resource
SET status = 'FREE', holder = NULL
WHERE holder IN (SELECT value FROM json_each(:sids))
RETURNING rid
