-- The list of applied schema steps.
CREATE TABLE IF NOT EXISTS schema_migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  CONSTRAINT schema_migration_name_unique UNIQUE (name),
  CONSTRAINT schema_migration_sha256 CHECK (
    length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT
