-- Keeps a number in the place that was found for it in the same transaction.
INSERT INTO intermediate_result (jaid, jid, number, score, received)
VALUES (:jaid, :jid, :number, :score, :received)
