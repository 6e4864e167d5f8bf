-- The sweeps of a name, or all by id, with the numbers of their combinations in each state.
SELECT s.swid, s.name, s.created, s.total,
  (SELECT count(*) FROM combination AS c
    WHERE c.swid = s.swid AND c.status = 'REMAINING' AND c.position IS NOT NULL) AS remaining,
  (SELECT count(*) FROM combination AS c
    WHERE c.swid = s.swid AND c.held_since IS NOT NULL AND c.status = 'IN_PROGRESS'
      AND c.position IS NOT NULL) AS in_progress,
  (SELECT count(*) FROM combination AS c
    WHERE c.swid = s.swid AND c.held_since IS NOT NULL AND c.status = 'SKIPPED'
      AND c.position IS NOT NULL) AS skipped
FROM sweep AS s
WHERE :name IS NULL OR s.name = :name
ORDER BY s.swid
