-- The numbers of jobs in order, of their last attempt or of all.
SELECT i.irid, i.jid, i.jaid, i.number, i.score, i.received
FROM (SELECT DISTINCT value AS jid FROM json_each(:jids)) AS wanted
CROSS JOIN job_attempt AS a ON a.jid = wanted.jid
CROSS JOIN intermediate_result AS i ON i.jaid = a.jaid
WHERE :all OR a.number = (SELECT max(b.number) FROM job_attempt AS b WHERE b.jid = wanted.jid)
ORDER BY a.jid, a.number, i.number
