-- The combinations that share a digest.
SELECT cid, parameters, position IS NOT NULL AS is_listed
FROM combination
WHERE swid = :swid AND digest = :digest
