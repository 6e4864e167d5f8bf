-- Frees the resources that an attempt holds.
UPDATE resource
SET status = 'FREE', holder = NULL
WHERE rid IN (SELECT rid FROM attempt_resource WHERE jaid = :jaid AND freed IS NULL)
