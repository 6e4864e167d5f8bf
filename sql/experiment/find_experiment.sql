-- An experiment with its user and its first message.
SELECT e.eid, u.name AS user, e.name, e.status, e.goal, e.labels, e.configuration,
  e.search_space, e.seed, e.created, e.started, e.ended, e.end_reason, e.sid,
  (SELECT m.message FROM experiment_message AS m WHERE m.eid = e.eid ORDER BY m.emid LIMIT 1)
    AS error_message
FROM experiment AS e
JOIN user AS u ON u.uid = e.uid
WHERE e.eid = :eid
