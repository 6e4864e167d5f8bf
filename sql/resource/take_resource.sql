-- Takes a resource for a session, if it is at hand.
UPDATE resource
SET status = 'BUSY', holder = :sid
WHERE rid = :rid AND status = 'FREE' AND enabled = 1
