-- Gives a job its final status and score, and its place among the ended jobs of its experiment, or
-- the next one.
UPDATE job
SET status = :status, score = :score, ended = max(:now, started),
  outcome_number = coalesce(:outcome_number, (
    SELECT t.finished + t.failed + t.early_stopped + t.cancelled
    FROM experiment_tally AS t
    WHERE t.eid = job.eid))
WHERE jid = :jid
