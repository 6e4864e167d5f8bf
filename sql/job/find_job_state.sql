-- How far a job is.
SELECT status, score FROM job WHERE jid = :jid
