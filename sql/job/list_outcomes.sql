-- A page of the ended jobs of an experiment in the order of their ends, each with the labelled
-- numbers of its last set: a row for each number, or one for a job that has none.
SELECT page.*, m.label, m.label_order, m.value
FROM (
  SELECT jid, eid, number, recommendation, parameters, status, score, started, ended,
    outcome_number, attempts
  FROM job
  WHERE eid = :eid AND outcome_number > :after
  ORDER BY outcome_number
  LIMIT :limit
) AS page
LEFT JOIN multiple_result AS m ON m.jid = page.jid AND m.is_last_result = 1
