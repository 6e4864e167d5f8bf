-- Free and enabled resources of a kind by id, either the avoided ones or all others.
SELECT rid
FROM resource
WHERE type = :type AND status = 'FREE' AND enabled = 1
  AND (rid IN (SELECT value FROM json_each(:avoiding))) = :avoided
ORDER BY rid
