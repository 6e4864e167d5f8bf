-- Remembers when an attempt gave its resources back.
UPDATE attempt_resource
SET freed = max(:now, taken)
WHERE jaid = :jaid AND freed IS NULL
