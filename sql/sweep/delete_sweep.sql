-- Forgets a sweep with its combinations.
DELETE FROM sweep WHERE swid = :swid
