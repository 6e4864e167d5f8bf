-- Begins an attempt at a job.
INSERT INTO job_attempt (jid, number, status, sid, started)
VALUES (:jid, :number, 'RUNNING', :sid, :now)
