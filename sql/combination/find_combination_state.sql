-- The state of a combination of a sweep.
SELECT status, times_taken FROM combination WHERE cid = :cid AND swid = :swid
