-- The labelled numbers of a job's last set in order.
SELECT label, value
FROM multiple_result
WHERE jid = :jid AND is_last_result = 1
ORDER BY label_order
