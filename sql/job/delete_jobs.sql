-- Deletes the jobs of an experiment with everything below them.
DELETE FROM job WHERE eid = :eid
