-- The status of an experiment.
SELECT status FROM experiment WHERE eid = :eid
