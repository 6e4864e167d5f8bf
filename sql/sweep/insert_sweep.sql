-- Records a sweep with an empty list, unless there is one of the name.
INSERT INTO sweep (name, created) VALUES (:name, :now)
ON CONFLICT (name) DO NOTHING
