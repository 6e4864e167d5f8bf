-- The kinds of resources, sorted.
SELECT DISTINCT type FROM resource ORDER BY type
