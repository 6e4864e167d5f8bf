-- A resource.
SELECT rid, type, name, host, device, memory, slot, status, holder, enabled
FROM resource
WHERE rid = :rid
