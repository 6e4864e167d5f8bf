-- Keeps a message for each of some experiments.
INSERT INTO experiment_message (eid, logged, message)
SELECT value, :now, :message FROM json_each(:eids)
