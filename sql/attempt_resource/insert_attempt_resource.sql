-- Gives a resource to an attempt.
INSERT INTO attempt_resource (jaid, rid, taken) VALUES (:jaid, :rid, :now)
