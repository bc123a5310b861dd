DROP VIEW calculate_unread_count;
DROP VIEW unread_messages;
DROP TABLE undos;
ALTER TABLE events DROP COLUMN message_room_id;
ALTER TABLE events DROP COLUMN message_seq;
ALTER TABLE members DROP COLUMN is_hidden;
ALTER TABLE rooms DROP COLUMN purged_seq;
ALTER TABLE rooms DROP COLUMN clear_seq;
ALTER TABLE members DROP COLUMN clear_seq;
CREATE VIEW unread_messages AS
SELECT u.user_id, m.room_id, m.id AS message_id, m.seq, x.seq IS NOT NULL AS is_mention
  FROM members u
  JOIN messages m ON m.room_id = u.room_id AND m.seq > u.read_seq
   AND m.sender_id <> u.user_id AND m.kind = 'user' AND m.deleted_at IS NULL
  LEFT JOIN message_mentions x ON x.user_id = u.user_id AND x.room_id = m.room_id AND x.seq = m.seq;

CREATE VIEW calculate_unread_count AS
SELECT u.user_id, u.room_id, COUNT(c.message_id) AS unread_count, COUNT(CASE WHEN c.is_mention THEN 1 END) AS mention_count
  FROM members u LEFT JOIN unread_messages c ON c.user_id = u.user_id AND c.room_id = u.room_id
 GROUP BY u.user_id, u.room_id;
