-- Deletes the messages of an experiment.
DELETE FROM experiment_message WHERE eid = :eid
