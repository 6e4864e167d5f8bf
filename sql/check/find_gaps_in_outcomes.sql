-- Experiments whose ended jobs are not numbered 0, 1, 2 …, or with a number on one that is open.
SELECT format('the ended jobs of experiment %d are not numbered without gaps', eid)
FROM job
GROUP BY eid
HAVING count(outcome_number) <> count(ended)
  OR min(outcome_number) <> 0
  OR max(outcome_number) <> count(outcome_number) - 1
