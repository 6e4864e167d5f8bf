-- Whether somebody has a combination of a sweep.
SELECT EXISTS (
  SELECT 1 FROM combination
  WHERE swid = :swid AND held_since IS NOT NULL AND status = 'IN_PROGRESS')
