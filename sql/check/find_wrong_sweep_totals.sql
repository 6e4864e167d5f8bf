-- Sweeps whose list is not as long as they say, or has gaps.
SELECT format('sweep %d says that its list has %d combinations, but it has %d%s', s.swid, s.total,
  count(c.position), iif(max(c.position) >= count(c.position), ' with gaps', ''))
FROM sweep AS s
LEFT JOIN combination AS c ON c.swid = s.swid AND c.position IS NOT NULL
GROUP BY s.swid
HAVING s.total <> count(c.position) OR max(c.position) >= count(c.position)
