-- Declares a slot of a device.
INSERT INTO resource (type, name, host, device, memory, slot)
VALUES (:type, :name, :host, :device, :memory, :slot)
RETURNING rid
