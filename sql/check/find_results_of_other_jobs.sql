-- Sets of labelled numbers that came with an intermediate result of another attempt.
SELECT format('set %d of job %d belongs to a result of job %d', m.set_number, m.jid, i.jid)
FROM multiple_result AS m JOIN intermediate_result AS i USING (irid)
WHERE m.jaid <> i.jaid OR m.jid <> i.jid
