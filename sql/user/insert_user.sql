-- Records a user.
INSERT INTO user (name) VALUES (:name) RETURNING uid
