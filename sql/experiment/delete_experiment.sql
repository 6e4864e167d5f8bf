-- Deletes an experiment with everything below it.
DELETE FROM experiment WHERE eid = :eid
