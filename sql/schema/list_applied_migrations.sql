-- The applied schema steps in order.
SELECT number, name, sha256, applied_at FROM schema_migration ORDER BY number
