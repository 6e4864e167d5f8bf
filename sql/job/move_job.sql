-- Gives a job a status that is not final.
UPDATE job SET status = :status WHERE jid = :jid
