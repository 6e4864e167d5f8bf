-- Keeps one number of a set.
INSERT INTO multiple_result (
  irid, jaid, jid, set_number, label, label_order, value, received)
VALUES (:irid, :jaid, :jid, :set_number, :label, :label_order, :value, :now)
RETURNING mrid
