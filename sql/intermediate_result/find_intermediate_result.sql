-- The job of an intermediate result.
SELECT jid FROM intermediate_result WHERE irid = :irid
