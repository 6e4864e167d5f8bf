-- The resources of a kind, or all, by id.
SELECT rid, type, name, host, device, memory, slot, status, holder, enabled
FROM resource
WHERE :type IS NULL OR type = :type
ORDER BY rid
