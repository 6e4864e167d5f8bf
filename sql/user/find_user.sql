-- The id of the user of a name.
SELECT uid FROM user WHERE name = :name
