-- How many tables there are of a name, or of any name.
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = coalesce(:name, name)
