-- The counts of an experiment's jobs.
SELECT pending, running, finished, failed, early_stopped, cancelled, attempts,
  attempt_microseconds
FROM experiment_tally
WHERE eid = :eid
