-- Remembers when attempts gave their resources back.
UPDATE attempt_resource
SET freed = max(:now, taken)
WHERE jaid IN (SELECT value FROM json_each(:jaids)) AND freed IS NULL
