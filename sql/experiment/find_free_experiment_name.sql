-- The wished name, or the first of "name (1)", "name (2)" … that is not taken.
WITH RECURSIVE candidate (place, name) AS (
  SELECT 0, :name
  UNION ALL
  SELECT place + 1, :name || ' (' || (place + 1) || ')'
  FROM candidate
  WHERE EXISTS (SELECT 1 FROM experiment WHERE experiment.name = candidate.name)
)
SELECT name FROM candidate ORDER BY place DESC LIMIT 1
