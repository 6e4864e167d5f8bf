-- How far a job is, with its place among the ended jobs of its experiment, or the one that it will
-- have when it is the next to end.
SELECT j.status, j.score,
  coalesce(j.outcome_number, t.finished + t.failed + t.early_stopped + t.cancelled)
FROM job AS j JOIN experiment_tally AS t ON t.eid = j.eid
WHERE j.jid = :jid
