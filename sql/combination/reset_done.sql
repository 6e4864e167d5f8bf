-- Has the combinations that are done wait again.
UPDATE combination SET status = 'REMAINING' WHERE swid = :swid AND status = 'DONE' RETURNING cid
