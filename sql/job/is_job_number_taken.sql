-- Whether an experiment has a job of a number.
SELECT EXISTS (SELECT 1 FROM job WHERE eid = :eid AND number = :number)
