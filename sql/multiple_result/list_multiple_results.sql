-- The labelled numbers of a job in order.
SELECT mrid, jid, jaid, irid, set_number, label, label_order, value, received, is_last_result
FROM multiple_result
WHERE jid = :jid
ORDER BY set_number, label_order
