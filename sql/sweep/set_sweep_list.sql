-- Remembers what tells the list of a sweep from another.
UPDATE sweep SET total = :total, fingerprint = :fingerprint WHERE swid = :swid
