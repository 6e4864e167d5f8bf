-- Frees the resources of an attempt that has just given them back.
UPDATE resource
SET status = 'FREE', holder = NULL
WHERE rid IN (SELECT rid FROM attempt_resource WHERE jaid = :jaid)
