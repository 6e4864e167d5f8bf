-- Whether a job of an experiment is running.
SELECT EXISTS (SELECT 1 FROM job WHERE eid = :eid AND status = 'RUNNING')
