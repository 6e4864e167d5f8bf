-- Frees what a session holds apart from the resources of running attempts.
UPDATE resource
SET status = 'FREE', holder = NULL
WHERE holder = :sid AND NOT EXISTS (
  SELECT 1 FROM attempt_resource AS ar WHERE ar.rid = resource.rid AND ar.freed IS NULL)
RETURNING rid
