-- The first slot after all those of a kind that has no host and no device.
SELECT coalesce(max(slot) + 1, 0)
FROM resource
WHERE type = :type AND host = '' AND coalesce(device, -1) = -1
