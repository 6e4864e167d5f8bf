-- Puts a known combination on the list.
UPDATE combination SET position = :position WHERE cid = :cid
