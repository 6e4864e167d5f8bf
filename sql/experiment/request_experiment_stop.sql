-- Asks for the stop of an experiment.
UPDATE experiment SET status = 'STOP_REQUESTED' WHERE eid = :eid
