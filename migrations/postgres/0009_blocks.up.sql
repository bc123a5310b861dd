-- Whom people do not want to hear from.
CREATE TABLE blocks (
  blocker_id UUID NOT NULL REFERENCES users (id),
  blocked_id UUID NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, blocker_id);
-- Who wrote, so that events and mentions of blocked people can be left out.
ALTER TABLE events ADD COLUMN sender_id UUID;
UPDATE events SET sender_id = m.sender_id FROM messages m WHERE m.room_id = events.room_id AND m.seq = events.message_seq AND m.kind = 'user';
ALTER TABLE message_mentions ADD COLUMN sender_id UUID;
UPDATE message_mentions SET sender_id =
  (SELECT m.sender_id FROM messages m WHERE m.room_id = message_mentions.room_id AND m.seq = message_mentions.seq);

DROP VIEW calculate_unread_count;
DROP VIEW unread_messages;
CREATE VIEW unread_messages AS
SELECT u.user_id, m.room_id, m.id AS message_id, m.seq, x.seq IS NOT NULL AS is_mention
  FROM members u
  JOIN rooms r ON r.id = u.room_id
  JOIN messages m ON m.room_id = u.room_id AND m.seq > u.read_seq AND m.seq > u.clear_seq AND m.seq > r.clear_seq
   AND m.sender_id <> u.user_id AND m.kind = 'user' AND m.deleted_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = u.user_id AND b.blocked_id = m.sender_id)
  LEFT JOIN message_mentions x ON x.user_id = u.user_id AND x.room_id = m.room_id AND x.seq = m.seq;

CREATE VIEW calculate_unread_count AS
SELECT u.user_id, u.room_id, COUNT(c.message_id) AS unread_count, COUNT(CASE WHEN c.is_mention THEN 1 END) AS mention_count
  FROM members u LEFT JOIN unread_messages c ON c.user_id = u.user_id AND c.room_id = u.room_id
 GROUP BY u.user_id, u.room_id;
