-- Whether there is a sweep.
SELECT EXISTS (SELECT 1 FROM sweep WHERE swid = :swid)
