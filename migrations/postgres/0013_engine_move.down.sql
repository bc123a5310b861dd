ALTER TABLE log_head DROP COLUMN moved_at;
ALTER TABLE log_head DROP COLUMN restored_epoch;
