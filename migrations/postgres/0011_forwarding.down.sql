DROP TABLE message_updates;
ALTER TABLE messages DROP COLUMN forwarded_count;
ALTER TABLE messages DROP COLUMN forwarded_from;
