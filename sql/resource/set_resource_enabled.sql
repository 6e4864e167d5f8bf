-- Allows or forbids handing out a resource.
UPDATE resource SET enabled = :enabled WHERE rid = :rid RETURNING rid
