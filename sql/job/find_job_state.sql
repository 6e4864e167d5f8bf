-- How far a job is.
SELECT status, score, outcome_number FROM job WHERE jid = :jid
