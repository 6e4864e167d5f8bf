-- Whether a session has not ended.
SELECT EXISTS (SELECT 1 FROM engine_session WHERE sid = :sid AND ended IS NULL)
