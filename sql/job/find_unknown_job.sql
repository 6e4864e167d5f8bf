-- The first of some ids that no job has.
SELECT value
FROM json_each(:jids)
WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.jid = json_each.value)
LIMIT 1
