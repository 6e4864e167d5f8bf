-- A job.
SELECT jid, eid, number, recommendation, parameters, status, score, started, ended, attempts
FROM job
WHERE jid = :jid
