-- Forgets the combinations off the list with which nothing was ever done.
DELETE FROM combination
WHERE swid = :swid AND position IS NULL AND status = 'REMAINING' AND times_taken = 0
