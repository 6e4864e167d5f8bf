-- Frees a resource.
UPDATE resource SET status = 'FREE', holder = NULL WHERE rid = :rid
