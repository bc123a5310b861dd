-- How far a member has read, and the number of their own last message: with the room's own marks, unread counts follow
-- without a row or a write per member and message.
ALTER TABLE members ADD COLUMN read_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN sent_seq BIGINT NOT NULL DEFAULT 0;
-- The last number that a deletion or a system message has: above it, every message counts.
ALTER TABLE rooms ADD COLUMN last_uncounted_seq BIGINT NOT NULL DEFAULT 0;
-- Who kept up to now has read what was there, and any message may be one that does not count.
UPDATE members SET read_seq = (SELECT last_seq FROM rooms WHERE rooms.id = members.room_id);
UPDATE members SET sent_seq = read_seq;
UPDATE rooms SET last_uncounted_seq = last_seq;

CREATE INDEX messages_by_sender ON messages (room_id, sender_id, seq);
CREATE INDEX messages_uncounted ON messages (room_id, seq) WHERE deleted_at IS NOT NULL OR kind = 'system';

CREATE TABLE message_mentions (
  user_id BLOB NOT NULL,
  room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_id, seq)
);
CREATE INDEX message_mentions_by_message ON message_mentions (room_id, seq);

-- The rules of what counts, message by message: what explains the counts, and what they are audited by.
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
