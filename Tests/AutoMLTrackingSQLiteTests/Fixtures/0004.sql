-- A store of schema 0004, made by the script beside this file.
PRAGMA application_id=1096111181;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  CONSTRAINT schema_migration_name_unique UNIQUE (name),
  CONSTRAINT schema_migration_sha256 CHECK (
    length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')
) STRICT
;
INSERT INTO schema_migration VALUES(1,'0001_create_tables.sql','49234f3e31385f34d2812f88687ae1336a6517071970e6441112f124f30ed353',1735689601000000);
INSERT INTO schema_migration VALUES(2,'0002_number_outcomes.sql','8f9cff9f1040bae459ac4ae001e73ed1589ce3c3df76a763450299abfb8060ba',1735689602000000);
INSERT INTO schema_migration VALUES(3,'0003_add_sweeps.sql','34a730042b24ccf33e11eb725f5d00970a3c9698d65730d218ad98a3e2700a84',1735689603000000);
INSERT INTO schema_migration VALUES(4,'0004_speed_up_jobs.sql','4766ff54b34fd8bc4612d7d4c34e82cdc0b6e0a510e4b8798372d8a4a7f9f1ff',1735689604000000);
CREATE TABLE user (
  uid INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  CONSTRAINT user_name_unique UNIQUE (name),
  CONSTRAINT user_name_not_empty CHECK (name <> '')
) STRICT;
INSERT INTO user VALUES(1,'ada');
INSERT INTO user VALUES(2,'bob');
CREATE TABLE engine_session (
  sid INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_start_time INTEGER NOT NULL,
  started INTEGER NOT NULL,
  heartbeat INTEGER NOT NULL,
  ended INTEGER,
  CONSTRAINT session_token_unique UNIQUE (token),
  CONSTRAINT session_token_is_128_bits
    CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT session_pid_positive CHECK (pid > 0),
  CONSTRAINT session_heartbeat_after_start CHECK (heartbeat >= started),
  CONSTRAINT session_end_after_start CHECK (ended >= started)
) STRICT;
INSERT INTO engine_session VALUES(1,'28d94239d7f9259a60bfd3f49c886121','tower','sample/1',4242,42,1735689608000000,1735689608000000,NULL);
CREATE TABLE resource (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  device INTEGER,
  memory INTEGER,
  slot INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'FREE',
  holder INTEGER REFERENCES engine_session (sid) ON DELETE RESTRICT,
  enabled INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT resource_status CHECK (status IN ('FREE', 'BUSY')),
  CONSTRAINT resource_busy_when_held CHECK ((status = 'BUSY') = (holder IS NOT NULL)),
  CONSTRAINT resource_type_not_empty CHECK (type <> ''),
  CONSTRAINT resource_device_not_negative CHECK (device >= 0),
  CONSTRAINT resource_memory_not_negative CHECK (memory >= 0),
  CONSTRAINT resource_slot_not_negative CHECK (slot >= 0),
  CONSTRAINT resource_enabled_boolean CHECK (enabled IN (0, 1))
) STRICT;
INSERT INTO resource VALUES(1,'gpu','left','tower',0,8589934592,0,'BUSY',1,1);
INSERT INTO resource VALUES(2,'gpu','right','tower',1,NULL,1,'FREE',NULL,0);
INSERT INTO resource VALUES(3,'cpu','cpu','',NULL,NULL,0,'FREE',NULL,1);
CREATE TABLE experiment (
  eid INTEGER PRIMARY KEY AUTOINCREMENT,
  uid INTEGER NOT NULL REFERENCES user (uid) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  goal TEXT NOT NULL,
  labels TEXT NOT NULL,
  configuration TEXT NOT NULL,
  search_space TEXT NOT NULL,
  seed INTEGER,
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  sid INTEGER REFERENCES engine_session (sid) ON DELETE RESTRICT, end_reason TEXT
  CONSTRAINT experiment_end_reason_when_over CHECK (
    end_reason IS NULL OR (end_reason <> '' AND ended IS NOT NULL)),
  CONSTRAINT experiment_name_unique UNIQUE (name),
  CONSTRAINT experiment_name_not_empty CHECK (name <> ''),
  CONSTRAINT experiment_status CHECK (
    status IN ('CREATED', 'RUNNING', 'STOP_REQUESTED', 'STOPPED', 'FINISHED', 'FAILED')),
  CONSTRAINT experiment_goal CHECK (goal IN ('maximize', 'minimize')),
  CONSTRAINT experiment_labels_json CHECK (json_type(labels) = 'array'),
  CONSTRAINT experiment_configuration_json CHECK (json_valid(configuration)),
  CONSTRAINT experiment_search_space_json CHECK (json_valid(search_space)),
  CONSTRAINT experiment_ended_when_over CHECK (
    (status IN ('STOPPED', 'FINISHED', 'FAILED')) = (ended IS NOT NULL)),
  CONSTRAINT experiment_active_has_session CHECK (
    status NOT IN ('RUNNING', 'STOP_REQUESTED') OR (sid IS NOT NULL AND started IS NOT NULL)),
  CONSTRAINT experiment_start_after_creation CHECK (started >= created),
  CONSTRAINT experiment_end_after_start CHECK (ended >= coalesce(started, created))
) STRICT;
INSERT INTO experiment VALUES(1,1,'digits','STOPPED','minimize','["loss","accuracy"]','{"script":"train.py","workers":2}','{"lr":[0.1,1.0]}',-1,1735689608000000,1735689608000000,1735689626000000,1,NULL);
INSERT INTO experiment VALUES(2,2,'digits (1)','CREATED','maximize','[]','{}','{}',NULL,1735689627000000,NULL,NULL,NULL,NULL);
INSERT INTO experiment VALUES(3,2,'lost','RUNNING','maximize','[]','{}','{}',NULL,1735689633000000,1735689633000000,NULL,1,NULL);
CREATE TABLE experiment_message (
  emid INTEGER PRIMARY KEY AUTOINCREMENT,
  eid INTEGER NOT NULL REFERENCES experiment (eid) ON DELETE CASCADE,
  logged INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;
INSERT INTO experiment_message VALUES(1,1,1735689624000000,'first trouble');
INSERT INTO experiment_message VALUES(2,1,1735689625000000,'second trouble');
CREATE TABLE experiment_tally (
  eid INTEGER PRIMARY KEY REFERENCES experiment (eid) ON DELETE CASCADE,
  pending INTEGER NOT NULL DEFAULT 0,
  running INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  early_stopped INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  attempt_microseconds INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT tally_not_negative CHECK (
    min(pending, running, finished, failed, early_stopped, cancelled, attempts,
      attempt_microseconds) >= 0)
) STRICT;
INSERT INTO experiment_tally VALUES(1,1,0,1,1,1,1,6,9000000);
INSERT INTO experiment_tally VALUES(2,0,0,0,0,0,0,0,0);
INSERT INTO experiment_tally VALUES(3,0,1,0,0,0,0,1,0);
CREATE TABLE job (
  jid INTEGER PRIMARY KEY AUTOINCREMENT,
  eid INTEGER NOT NULL REFERENCES experiment (eid) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  recommendation TEXT,
  parameters TEXT NOT NULL,
  status TEXT NOT NULL,
  score REAL,
  started INTEGER NOT NULL,
  ended INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  attempt_microseconds INTEGER NOT NULL DEFAULT 0, outcome_number INTEGER
  CONSTRAINT job_outcome_number_when_ended CHECK (
    outcome_number IS NULL OR (outcome_number >= 0 AND ended IS NOT NULL)),
  CONSTRAINT job_number_unique UNIQUE (eid, number),
  CONSTRAINT job_number_not_negative CHECK (number >= 0),
  CONSTRAINT job_parameters_json CHECK (json_type(parameters) = 'object'),
  CONSTRAINT job_status CHECK (
    status = 'PENDING' OR status = 'RUNNING' OR status = 'FINISHED' OR status = 'FAILED'
      OR status = 'EARLY_STOPPED' OR status = 'CANCELLED'),
  CONSTRAINT job_ended_when_final CHECK (
    (status = 'FINISHED' OR status = 'FAILED' OR status = 'EARLY_STOPPED'
      OR status = 'CANCELLED') = (ended IS NOT NULL)),
  CONSTRAINT job_score_when_finished CHECK (
    CASE status
      WHEN 'FINISHED' THEN score IS NOT NULL
      WHEN 'EARLY_STOPPED' THEN 1
      ELSE score IS NULL
    END),
  CONSTRAINT job_score_finite CHECK (
    score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
  CONSTRAINT job_end_after_start CHECK (ended >= started)
) STRICT;
INSERT INTO job VALUES(1,1,0,'"r-0"','{"lr":0.1,"layers":3,"bias":true,"kind":"模型 ''x''"}','FINISHED',0.25,1735689609000000,1735689615000000,2,5000000,0);
INSERT INTO job VALUES(2,1,1,NULL,'{}','EARLY_STOPPED',0.5,1735689616000000,1735689617000000,1,1000000,1);
INSERT INTO job VALUES(3,1,2,NULL,'{}','FAILED',NULL,1735689618000000,1735689619000000,1,1000000,2);
INSERT INTO job VALUES(4,1,3,NULL,'{}','CANCELLED',NULL,1735689620000000,1735689621000000,1,1000000,3);
INSERT INTO job VALUES(5,1,4,NULL,'{"lr":0.1,"layers":3,"bias":true,"kind":"模型 ''x''"}','PENDING',NULL,1735689622000000,NULL,1,1000000,NULL);
INSERT INTO job VALUES(6,3,0,NULL,'{}','RUNNING',NULL,1735689634000000,NULL,1,0,NULL);
CREATE TABLE job_attempt (
  jaid INTEGER PRIMARY KEY AUTOINCREMENT,
  jid INTEGER NOT NULL REFERENCES job (jid) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  status TEXT NOT NULL,
  sid INTEGER NOT NULL REFERENCES engine_session (sid) ON DELETE RESTRICT,
  started INTEGER NOT NULL,
  ended INTEGER,
  process_group INTEGER,
  process_start_time INTEGER,
  log_path TEXT,
  exit_code INTEGER,
  signal INTEGER,
  error TEXT,
  CONSTRAINT attempt_number_unique UNIQUE (jid, number),
  CONSTRAINT attempt_number_not_negative CHECK (number >= 0),
  CONSTRAINT attempt_status CHECK (
    status = 'RUNNING' OR status = 'SUCCEEDED' OR status = 'FAILED'
      OR status = 'EARLY_STOPPED' OR status = 'CANCELLED' OR status = 'LOST'),
  CONSTRAINT attempt_ended_when_over CHECK ((status <> 'RUNNING') = (ended IS NOT NULL)),
  CONSTRAINT attempt_end_after_start CHECK (ended >= started),
  CONSTRAINT attempt_process_group_positive CHECK (process_group > 0)
) STRICT;
INSERT INTO job_attempt VALUES(1,1,0,'FAILED',1,1735689609000000,1735689612000000,2000000004,5,'/nowhere/0.log',1,NULL,'out of memory');
INSERT INTO job_attempt VALUES(2,1,1,'SUCCEEDED',1,1735689613000000,1735689615000000,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO job_attempt VALUES(3,2,0,'EARLY_STOPPED',1,1735689616000000,1735689617000000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job_attempt VALUES(4,3,0,'FAILED',1,1735689618000000,1735689619000000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job_attempt VALUES(5,4,0,'CANCELLED',1,1735689620000000,1735689621000000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job_attempt VALUES(6,5,0,'CANCELLED',1,1735689622000000,1735689623000000,NULL,NULL,NULL,NULL,15,NULL);
INSERT INTO job_attempt VALUES(7,6,0,'RUNNING',1,1735689634000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE attempt_resource (
  jaid INTEGER NOT NULL REFERENCES job_attempt (jaid) ON DELETE CASCADE,
  rid INTEGER NOT NULL REFERENCES resource (rid) ON DELETE RESTRICT,
  taken INTEGER NOT NULL,
  freed INTEGER,
  PRIMARY KEY (jaid, rid),
  CONSTRAINT attempt_resource_freed_after_taken CHECK (freed >= taken)
) STRICT, WITHOUT ROWID;
INSERT INTO attempt_resource VALUES(1,1,1735689609000000,1735689612000000);
INSERT INTO attempt_resource VALUES(2,3,1735689613000000,1735689615000000);
INSERT INTO attempt_resource VALUES(3,3,1735689616000000,1735689617000000);
INSERT INTO attempt_resource VALUES(4,3,1735689618000000,1735689619000000);
INSERT INTO attempt_resource VALUES(5,3,1735689620000000,1735689621000000);
INSERT INTO attempt_resource VALUES(7,1,1735689634000000,NULL);
CREATE TABLE intermediate_result (
  irid INTEGER PRIMARY KEY AUTOINCREMENT,
  jaid INTEGER NOT NULL,
  jid INTEGER NOT NULL,
  number INTEGER NOT NULL,
  score REAL NOT NULL,
  received INTEGER NOT NULL,
  FOREIGN KEY (jaid, jid) REFERENCES job_attempt (jaid, jid) ON DELETE CASCADE,
  CONSTRAINT intermediate_number_unique UNIQUE (jaid, number),
  CONSTRAINT intermediate_number_not_negative CHECK (number >= 0),
  CONSTRAINT intermediate_score_finite CHECK (
    score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
) STRICT;
INSERT INTO intermediate_result VALUES(1,1,1,0,0.75,1735689611000000);
INSERT INTO intermediate_result VALUES(2,2,1,0,0.5,1735689614000000);
CREATE TABLE multiple_result (
  mrid INTEGER PRIMARY KEY AUTOINCREMENT,
  irid INTEGER REFERENCES intermediate_result (irid) ON DELETE CASCADE,
  jaid INTEGER NOT NULL,
  jid INTEGER NOT NULL,
  set_number INTEGER NOT NULL,
  label TEXT NOT NULL,
  label_order INTEGER NOT NULL,
  value REAL NOT NULL,
  received INTEGER NOT NULL,
  is_last_result INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (jaid, jid) REFERENCES job_attempt (jaid, jid) ON DELETE CASCADE,
  CONSTRAINT multiple_place_unique UNIQUE (jid, set_number, label_order),
  CONSTRAINT multiple_set_not_negative CHECK (set_number >= 0),
  CONSTRAINT multiple_order_not_negative CHECK (label_order >= 0),
  CONSTRAINT multiple_last_boolean CHECK (is_last_result IN (0, 1)),
  CONSTRAINT multiple_value_finite CHECK (
    value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
) STRICT;
INSERT INTO multiple_result VALUES(1,2,2,1,0,'loss',0,0.5,1735689614000000,0);
INSERT INTO multiple_result VALUES(2,2,2,1,0,'accuracy',1,0.9000000000000000222,1735689614000000,0);
INSERT INTO multiple_result VALUES(3,NULL,2,1,1,'loss',0,0.5,1735689615000000,1);
INSERT INTO multiple_result VALUES(4,NULL,2,1,1,'accuracy',1,0.9000000000000000222,1735689615000000,1);
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
INSERT INTO sweep VALUES(1,'rates',1735689628000000,5,1231034858068385095);
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
INSERT INTO combination VALUES(1,1,NULL,0,'{"lr":0.1,"kind":"模型 ''x''"}','DONE',1,NULL,NULL,NULL,NULL);
INSERT INTO combination VALUES(2,1,0,1,'{"lr":0.2,"kind":"模型 ''x''"}','DONE',1,NULL,NULL,NULL,NULL);
INSERT INTO combination VALUES(3,1,1,2,'{"lr":0.3,"kind":"模型 ''x''"}','SKIPPED',1,1735689631000000,NULL,NULL,NULL);
INSERT INTO combination VALUES(4,1,2,3,'{"lr":0.4,"kind":"模型 ''x''"}','IN_PROGRESS',1,1735689629000000,1,'ada',NULL);
INSERT INTO combination VALUES(5,1,3,4,'{"lr":0.5,"kind":"模型 ''x''"}','REMAINING',0,NULL,NULL,NULL,NULL);
INSERT INTO combination VALUES(6,1,4,5,'{"lr":0.6,"kind":"模型 ''x''"}','REMAINING',0,NULL,NULL,NULL,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('resource',3);
INSERT INTO sqlite_sequence VALUES('engine_session',1);
INSERT INTO sqlite_sequence VALUES('user',2);
INSERT INTO sqlite_sequence VALUES('experiment',3);
INSERT INTO sqlite_sequence VALUES('job',6);
INSERT INTO sqlite_sequence VALUES('job_attempt',7);
INSERT INTO sqlite_sequence VALUES('intermediate_result',2);
INSERT INTO sqlite_sequence VALUES('multiple_result',4);
INSERT INTO sqlite_sequence VALUES('experiment_message',2);
INSERT INTO sqlite_sequence VALUES('sweep',2);
INSERT INTO sqlite_sequence VALUES('combination',6);
CREATE INDEX session_live ON engine_session (sid) WHERE ended IS NULL;
CREATE UNIQUE INDEX resource_slot_unique ON resource (type, host, coalesce(device, -1), slot);
CREATE INDEX resource_free ON resource (type, rid) WHERE status = 'FREE' AND enabled = 1;
CREATE INDEX resource_holder ON resource (holder) WHERE holder IS NOT NULL;
CREATE INDEX experiment_user ON experiment (uid);
CREATE INDEX experiment_active ON experiment (sid) WHERE status IN ('RUNNING', 'STOP_REQUESTED');
CREATE INDEX experiment_message_experiment ON experiment_message (eid, emid);
CREATE INDEX job_experiment ON job (eid, jid);
CREATE INDEX job_experiment_status ON job (eid, status, jid);
CREATE INDEX job_highest ON job (eid, status, score DESC, jid) WHERE score IS NOT NULL;
CREATE INDEX job_lowest ON job (eid, status, score, jid) WHERE score IS NOT NULL;
CREATE UNIQUE INDEX attempt_running_unique ON job_attempt (jid) WHERE status = 'RUNNING';
CREATE UNIQUE INDEX attempt_job ON job_attempt (jaid, jid);
CREATE INDEX attempt_resource_resource ON attempt_resource (rid);
CREATE UNIQUE INDEX attempt_resource_held_unique ON attempt_resource (rid) WHERE freed IS NULL;
CREATE INDEX multiple_intermediate ON multiple_result (irid) WHERE irid IS NOT NULL;
CREATE INDEX multiple_last ON multiple_result (jid) WHERE is_last_result = 1;
CREATE TRIGGER tally_begins AFTER INSERT ON experiment
BEGIN
  INSERT INTO experiment_tally (eid) VALUES (new.eid);
END;
CREATE TRIGGER tally_counts_job AFTER INSERT ON job
BEGIN
  UPDATE experiment_tally
  SET pending = pending + (new.status = 'PENDING'),
    running = running + (new.status = 'RUNNING'),
    finished = finished + (new.status = 'FINISHED'),
    failed = failed + (new.status = 'FAILED'),
    early_stopped = early_stopped + (new.status = 'EARLY_STOPPED'),
    cancelled = cancelled + (new.status = 'CANCELLED')
  WHERE eid = new.eid;
END;
CREATE TRIGGER tally_follows_job AFTER UPDATE OF status ON job
WHEN old.status <> new.status
BEGIN
  UPDATE experiment_tally
  SET pending = pending + (new.status = 'PENDING') - (old.status = 'PENDING'),
    running = running + (new.status = 'RUNNING') - (old.status = 'RUNNING'),
    finished = finished + (new.status = 'FINISHED') - (old.status = 'FINISHED'),
    failed = failed + (new.status = 'FAILED') - (old.status = 'FAILED'),
    early_stopped = early_stopped + (new.status = 'EARLY_STOPPED')
      - (old.status = 'EARLY_STOPPED'),
    cancelled = cancelled + (new.status = 'CANCELLED') - (old.status = 'CANCELLED')
  WHERE eid = new.eid;
END;
CREATE TRIGGER tally_forgets_job AFTER DELETE ON job
BEGIN
  UPDATE experiment_tally
  SET pending = pending - (old.status = 'PENDING'),
    running = running - (old.status = 'RUNNING'),
    finished = finished - (old.status = 'FINISHED'),
    failed = failed - (old.status = 'FAILED'),
    early_stopped = early_stopped - (old.status = 'EARLY_STOPPED'),
    cancelled = cancelled - (old.status = 'CANCELLED'),
    attempts = attempts - old.attempts,
    attempt_microseconds = attempt_microseconds - old.attempt_microseconds
  WHERE eid = old.eid;
END;
CREATE TRIGGER tally_counts_attempt AFTER INSERT ON job_attempt
BEGIN
  UPDATE job
  SET attempts = attempts + 1,
    attempt_microseconds = attempt_microseconds + coalesce(new.ended - new.started, 0)
  WHERE jid = new.jid;
  UPDATE experiment_tally
  SET attempts = attempts + 1,
    attempt_microseconds = attempt_microseconds + coalesce(new.ended - new.started, 0)
  WHERE eid = (SELECT eid FROM job WHERE jid = new.jid);
END;
CREATE TRIGGER tally_follows_attempt AFTER UPDATE OF started, ended ON job_attempt
BEGIN
  UPDATE job
  SET attempt_microseconds = attempt_microseconds
    + coalesce(new.ended - new.started, 0) - coalesce(old.ended - old.started, 0)
  WHERE jid = new.jid;
  UPDATE experiment_tally
  SET attempt_microseconds = attempt_microseconds
    + coalesce(new.ended - new.started, 0) - coalesce(old.ended - old.started, 0)
  WHERE eid = (SELECT eid FROM job WHERE jid = new.jid);
END;
CREATE TRIGGER tally_forgets_attempt AFTER DELETE ON job_attempt
BEGIN
  UPDATE job
  SET attempts = attempts - 1,
    attempt_microseconds = attempt_microseconds - coalesce(old.ended - old.started, 0)
  WHERE jid = old.jid;
  UPDATE experiment_tally
  SET attempts = attempts - 1,
    attempt_microseconds = attempt_microseconds - coalesce(old.ended - old.started, 0)
  WHERE eid = (SELECT eid FROM job WHERE jid = old.jid);
END;
CREATE UNIQUE INDEX job_outcome ON job (eid, outcome_number) WHERE outcome_number IS NOT NULL;
CREATE UNIQUE INDEX combination_position ON combination (swid, position)
  WHERE position IS NOT NULL;
CREATE INDEX combination_digest ON combination (swid, digest);
CREATE INDEX combination_remaining ON combination (swid, position)
  WHERE status = 'REMAINING' AND position IS NOT NULL;
CREATE INDEX combination_held ON combination (swid, status, position)
  WHERE held_since IS NOT NULL;
CREATE INDEX combination_lease ON combination (swid, lease_until)
  WHERE lease_until IS NOT NULL;
COMMIT;
