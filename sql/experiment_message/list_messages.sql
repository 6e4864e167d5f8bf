-- The messages of an experiment in the order in which they were logged.
SELECT logged, message FROM experiment_message WHERE eid = :eid ORDER BY emid
