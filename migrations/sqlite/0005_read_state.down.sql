DROP VIEW calculate_unread_count;
DROP VIEW unread_messages;
DROP TABLE message_mentions;
DROP INDEX messages_uncounted;
DROP INDEX messages_by_sender;
ALTER TABLE rooms DROP COLUMN last_uncounted_seq;
ALTER TABLE members DROP COLUMN sent_seq;
ALTER TABLE members DROP COLUMN read_seq;
