-- The experiments that pass a filter, by id; a filter that is NULL lets everything through.
SELECT e.eid, u.name AS user, e.name, e.status, e.goal, e.labels, e.configuration,
  e.search_space, e.seed, e.created, e.started, e.ended, e.end_reason, e.sid,
  (SELECT m.message FROM experiment_message AS m WHERE m.eid = e.eid ORDER BY m.emid LIMIT 1)
    AS error_message
FROM experiment AS e
JOIN user AS u ON u.uid = e.uid
WHERE e.eid > :after
  AND (:uid IS NULL OR e.uid = :uid)
  AND (:statuses IS NULL OR e.status IN (SELECT value FROM json_each(:statuses)))
  AND (:name IS NULL OR instr(lower(e.name), lower(:name)) > 0)
  AND (:since IS NULL OR e.created >= :since)
  AND (:before IS NULL OR e.created < :before)
ORDER BY e.eid
LIMIT :limit
