-- The resource that is a slot of a device.
SELECT rid
FROM resource
WHERE type = :type AND host = :host AND coalesce(device, -1) = coalesce(:device, -1)
  AND slot = :slot
