-- The running jobs of an experiment, by id.
SELECT jid FROM job WHERE eid = :eid AND status = 'RUNNING' ORDER BY jid
