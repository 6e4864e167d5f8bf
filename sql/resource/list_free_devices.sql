-- The first free and enabled slot of each device of a kind; one without a device is a device of its
-- own. Those with an avoided slot come last, and those with the fewest busy slots first.
SELECT min(rid) FILTER (WHERE status = 'FREE' AND enabled = 1) AS first_free
FROM resource
WHERE type = :type
GROUP BY host, coalesce(device, -1), iif(device IS NULL, rid, 0)
HAVING first_free IS NOT NULL
ORDER BY max(rid IN (SELECT value FROM json_each(:avoiding))), sum(status = 'BUSY'), first_free
LIMIT :limit
