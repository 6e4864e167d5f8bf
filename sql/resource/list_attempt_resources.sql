-- The resources of an attempt, by id.
SELECT r.rid, r.type, r.name, r.host, r.device, r.memory, r.slot, r.status, r.holder, r.enabled
FROM attempt_resource AS ar
JOIN resource AS r ON r.rid = ar.rid
WHERE ar.jaid = :jaid
ORDER BY ar.rid
