-- Combinations of which a value is no level.
SELECT format('combination %d holds a value that is no level', c.cid)
FROM combination AS c
WHERE EXISTS (
  SELECT 1 FROM json_each(c.parameters) AS v WHERE v.type IN ('object', 'array', 'null'))
