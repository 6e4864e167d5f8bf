-- Parameter sweeps: lists of combinations of levels that many processes work off together.

CREATE TABLE sweep (
  swid INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  -- How many combinations are on the list, and what tells it from another list.
  total INTEGER NOT NULL DEFAULT 0,
  fingerprint INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT sweep_name_unique UNIQUE (name),
  CONSTRAINT sweep_name_not_empty CHECK (name <> ''),
  CONSTRAINT sweep_total_not_negative CHECK (total >= 0)
) STRICT;

-- A combination without a position is not on the list, but what was done with it is remembered.
CREATE TABLE combination (
  cid INTEGER PRIMARY KEY AUTOINCREMENT,
  swid INTEGER NOT NULL REFERENCES sweep (swid) ON DELETE CASCADE,
  position INTEGER,
  digest INTEGER NOT NULL,
  parameters TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'REMAINING',
  times_taken INTEGER NOT NULL DEFAULT 0,
  -- Since when it is in progress or skipped, in whose session, for whom, and until when at most.
  held_since INTEGER,
  sid INTEGER REFERENCES engine_session (sid) ON DELETE RESTRICT,
  owner TEXT,
  lease_until INTEGER,
  CONSTRAINT combination_position_not_negative CHECK (position >= 0),
  CONSTRAINT combination_parameters_json CHECK (json_type(parameters) = 'object'),
  -- SQLite would make a table of a list of more than two in every statement that writes a row.
  CONSTRAINT combination_status CHECK (
    status = 'REMAINING' OR status = 'IN_PROGRESS' OR status = 'DONE' OR status = 'SKIPPED'),
  CONSTRAINT combination_times_not_negative CHECK (times_taken >= 0),
  CONSTRAINT combination_held_when_away CHECK (
    (status IN ('IN_PROGRESS', 'SKIPPED')) = (held_since IS NOT NULL)),
  -- Nobody may hold one for ever: either the session ends at some time, or the lease does.
  CONSTRAINT combination_comes_back CHECK (
    status <> 'IN_PROGRESS' OR sid IS NOT NULL OR lease_until IS NOT NULL),
  CONSTRAINT combination_unheld_is_nobodys CHECK (
    held_since IS NOT NULL OR (sid IS NULL AND owner IS NULL)),
  CONSTRAINT combination_lease_in_progress CHECK (
    lease_until IS NULL OR status = 'IN_PROGRESS')
) STRICT;

CREATE UNIQUE INDEX combination_position ON combination (swid, position)
  WHERE position IS NOT NULL;
CREATE INDEX combination_digest ON combination (swid, digest);
CREATE INDEX combination_remaining ON combination (swid, position)
  WHERE status = 'REMAINING' AND position IS NOT NULL;
CREATE INDEX combination_held ON combination (swid, status, position)
  WHERE held_since IS NOT NULL;
CREATE INDEX combination_lease ON combination (swid, lease_until)
  WHERE lease_until IS NOT NULL;
