-- The direction in which an experiment's scores improve.
SELECT goal FROM experiment WHERE eid = :eid
