-- Records a RUNNING job under a number, or under the next one.
INSERT INTO job (eid, number, recommendation, parameters, status, started)
VALUES (
  :eid,
  coalesce(:number, (SELECT coalesce(max(number) + 1, 0) FROM job WHERE eid = :eid)),
  :recommendation, :parameters, 'RUNNING', :now)
