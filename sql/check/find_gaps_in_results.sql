-- Attempts whose results are not numbered 0, 1, 2 …
SELECT format('the results of attempt %d are not numbered without gaps', jaid)
FROM intermediate_result
GROUP BY jaid
HAVING min(number) <> 0 OR max(number) <> count(*) - 1
