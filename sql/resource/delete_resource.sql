-- Forgets a resource.
DELETE FROM resource WHERE rid = :rid
