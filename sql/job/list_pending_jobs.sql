-- The jobs of an experiment that wait for another attempt, in any order, with their numbers.
SELECT jid, number FROM job WHERE eid = :eid AND status = 'PENDING'
