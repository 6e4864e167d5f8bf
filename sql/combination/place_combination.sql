-- Puts a known combination on the list, with its factors in the order of the list.
UPDATE combination SET position = :position, parameters = :parameters WHERE cid = :cid
