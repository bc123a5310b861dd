-- When the log was closed because its history goes on in another database, and of which life this one is the restored
-- continuation.
ALTER TABLE log_head ADD COLUMN moved_at BIGINT;
ALTER TABLE log_head ADD COLUMN restored_epoch BIGINT;
