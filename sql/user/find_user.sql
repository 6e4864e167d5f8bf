SELECT uid FROM user WHERE name = :name
