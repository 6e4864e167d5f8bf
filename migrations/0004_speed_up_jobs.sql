-- Makes the rows of jobs and attempts cheaper to write; what they may hold stays as it was.
--
-- SQLite makes a table of a list of more than two values whenever a row is checked against it. The
-- conditions are put into other words as https://www.sqlite.org/lang_altertable.html describes for
-- changes that do not touch what is stored.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(replace(sql,
  'status IN (''PENDING'', ''RUNNING'', ''FINISHED'', ''FAILED'', ''EARLY_STOPPED'', ''CANCELLED'')',
  'status = ''PENDING'' OR status = ''RUNNING'' OR status = ''FINISHED'' OR status = ''FAILED''
      OR status = ''EARLY_STOPPED'' OR status = ''CANCELLED'''),
  '(status IN (''FINISHED'', ''FAILED'', ''EARLY_STOPPED'', ''CANCELLED''))',
  '(status = ''FINISHED'' OR status = ''FAILED'' OR status = ''EARLY_STOPPED''
      OR status = ''CANCELLED'')')
WHERE type = 'table' AND name = 'job';

UPDATE sqlite_schema
SET sql = replace(sql,
  'status IN (''RUNNING'', ''SUCCEEDED'', ''FAILED'', ''EARLY_STOPPED'', ''CANCELLED'', ''LOST'')',
  'status = ''RUNNING'' OR status = ''SUCCEEDED'' OR status = ''FAILED''
      OR status = ''EARLY_STOPPED'' OR status = ''CANCELLED'' OR status = ''LOST''')
WHERE type = 'table' AND name = 'job_attempt';

PRAGMA writable_schema = RESET;

-- There are never many running attempts, and attempt_running_unique finds them. Besides, every
-- change of this kind tells other connections to read the schema anew.
DROP INDEX attempt_running_session;
