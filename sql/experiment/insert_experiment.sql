-- Records an experiment.
INSERT INTO experiment (
  uid, name, status, goal, labels, configuration, search_space, seed, created, started, sid)
VALUES (
  :uid, :name, :status, :goal, :labels, :configuration, :search_space, :seed, :now,
  iif(:sid IS NULL, NULL, :now), :sid)
RETURNING eid
