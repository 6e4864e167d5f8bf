-- Gives a job its final status and score.
UPDATE job
SET status = :status, score = :score, ended = max(:now, started)
WHERE jid = :jid
