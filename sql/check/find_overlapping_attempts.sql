-- Resources that two attempts held at one time.
SELECT format('resource %d was held by attempts %d and %d at once', rid, before, jaid)
FROM (
  SELECT rid, jaid, taken, lag(jaid) OVER earlier AS before, lag(freed) OVER earlier AS freed
  FROM attempt_resource
  WINDOW earlier AS (PARTITION BY rid ORDER BY jaid)
)
WHERE before IS NOT NULL AND freed IS NULL
