-- Whether a running attempt uses a resource.
SELECT EXISTS (SELECT 1 FROM attempt_resource WHERE rid = :rid AND freed IS NULL)
