-- Experiments whose counts differ from their jobs.
SELECT format('the tally of experiment %d differs from its jobs', e.eid)
FROM experiment AS e
LEFT JOIN experiment_tally AS t ON t.eid = e.eid
LEFT JOIN (
  SELECT eid,
    sum(status = 'PENDING') AS pending,
    sum(status = 'RUNNING') AS running,
    sum(status = 'FINISHED') AS finished,
    sum(status = 'FAILED') AS failed,
    sum(status = 'EARLY_STOPPED') AS early_stopped,
    sum(status = 'CANCELLED') AS cancelled,
    sum(attempts) AS attempts,
    sum(attempt_microseconds) AS attempt_microseconds
  FROM job
  GROUP BY eid
) AS j ON j.eid = e.eid
WHERE t.eid IS NULL
  OR (t.pending, t.running, t.finished, t.failed, t.early_stopped, t.cancelled, t.attempts,
    t.attempt_microseconds)
  <> (coalesce(j.pending, 0), coalesce(j.running, 0), coalesce(j.finished, 0),
    coalesce(j.failed, 0), coalesce(j.early_stopped, 0), coalesce(j.cancelled, 0),
    coalesce(j.attempts, 0), coalesce(j.attempt_microseconds, 0))
