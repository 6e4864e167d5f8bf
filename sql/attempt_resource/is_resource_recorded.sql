-- Whether any attempt has used a resource.
SELECT EXISTS (SELECT 1 FROM attempt_resource WHERE rid = :rid)
