-- Jobs with more than one set of last results.
SELECT format('job %d has %d sets of last results', jid, count(DISTINCT set_number))
FROM multiple_result
WHERE is_last_result = 1
GROUP BY jid
HAVING count(DISTINCT set_number) > 1
