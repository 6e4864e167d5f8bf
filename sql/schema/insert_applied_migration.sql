-- Remembers that a schema step was applied.
INSERT INTO schema_migration (number, name, sha256, applied_at)
VALUES (:number, :name, :sha256, :now)
