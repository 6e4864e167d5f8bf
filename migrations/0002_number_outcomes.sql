-- The order in which an experiment's jobs ended: an engine that resumes the experiment tells its
-- controller the outcomes in exactly this order. Times cannot tell it, for jobs may end together.

ALTER TABLE job ADD COLUMN outcome_number INTEGER
  CONSTRAINT job_outcome_number_when_ended CHECK (
    outcome_number IS NULL OR (outcome_number >= 0 AND ended IS NOT NULL));

UPDATE job
SET outcome_number = place.number
FROM (
  SELECT jid, row_number() OVER (PARTITION BY eid ORDER BY ended, jid) - 1 AS number
  FROM job
  WHERE ended IS NOT NULL
) AS place
WHERE place.jid = job.jid;

CREATE UNIQUE INDEX job_outcome ON job (eid, outcome_number) WHERE outcome_number IS NOT NULL;

-- Why nobody works on an experiment any more, in words; NULL when all was done.
ALTER TABLE experiment ADD COLUMN end_reason TEXT
  CONSTRAINT experiment_end_reason_when_over CHECK (
    end_reason IS NULL OR (end_reason <> '' AND ended IS NOT NULL));
