-- Takes every combination off the list.
UPDATE combination SET position = NULL WHERE swid = :swid AND position IS NOT NULL
