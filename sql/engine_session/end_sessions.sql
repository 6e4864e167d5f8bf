-- Ends sessions.
UPDATE engine_session
SET ended = max(:now, started)
WHERE sid IN (SELECT value FROM json_each(:sids)) AND ended IS NULL
