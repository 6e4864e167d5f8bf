-- Puts a new combination on a list.
INSERT INTO combination (swid, position, digest, parameters)
VALUES (:swid, :position, :digest, :parameters)
