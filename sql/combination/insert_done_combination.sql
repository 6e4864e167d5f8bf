-- Remembers a combination that is on no list as done.
INSERT INTO combination (swid, digest, parameters, status)
VALUES (:swid, :digest, :parameters, 'DONE')
