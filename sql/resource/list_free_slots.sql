-- The first free and enabled resources of a kind by id, either the avoided ones or all others,
-- each with whether it is a slot of a device.
SELECT rid, device IS NOT NULL AS has_device
FROM resource
WHERE type = :type AND status = 'FREE' AND enabled = 1
  AND (rid IN (SELECT value FROM json_each(:avoiding))) = :avoided
ORDER BY rid
LIMIT :limit
