-- Messages up to these numbers are out of a member's sight, or out of everybody's; up to `purged_seq` their texts are erased.
ALTER TABLE members ADD COLUMN clear_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN clear_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN purged_seq BIGINT NOT NULL DEFAULT 0;
-- Whether a direct room is out of a member's list until something is said in it.
ALTER TABLE members ADD COLUMN is_hidden BOOLEAN NOT NULL DEFAULT false;
-- Which message an event tells of, so that events of what is out of sight can be left out; of an event of one person also
-- in which room the message is.
ALTER TABLE events ADD COLUMN message_seq BIGINT;
ALTER TABLE events ADD COLUMN message_room_id UUID;
UPDATE events SET message_seq = m.seq FROM messages m WHERE m.created_position = events.position;
UPDATE events SET message_seq = m.seq FROM message_revisions v JOIN messages m ON m.id = v.message_id WHERE v.replaced_position = events.position;

-- What can be taken back: a stack for each member and room.
CREATE TABLE undos (
  room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id UUID NOT NULL,
  position BIGINT NOT NULL,
  scope TEXT NOT NULL,
  is_deletion BOOLEAN NOT NULL,
  before_seq BIGINT NOT NULL,
  after_seq BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id, position)
);
CREATE INDEX undos_by_time ON undos (until);

DROP VIEW calculate_unread_count;
DROP VIEW unread_messages;
CREATE VIEW unread_messages AS
SELECT u.user_id, m.room_id, m.id AS message_id, m.seq, x.seq IS NOT NULL AS is_mention
  FROM members u
  JOIN rooms r ON r.id = u.room_id
  JOIN messages m ON m.room_id = u.room_id AND m.seq > u.read_seq AND m.seq > u.clear_seq AND m.seq > r.clear_seq
   AND m.sender_id <> u.user_id AND m.kind = 'user' AND m.deleted_at IS NULL
  LEFT JOIN message_mentions x ON x.user_id = u.user_id AND x.room_id = m.room_id AND x.seq = m.seq;

CREATE VIEW calculate_unread_count AS
SELECT u.user_id, u.room_id, COUNT(c.message_id) AS unread_count, COUNT(CASE WHEN c.is_mention THEN 1 END) AS mention_count
  FROM members u LEFT JOIN unread_messages c ON c.user_id = u.user_id AND c.room_id = u.room_id
 GROUP BY u.user_id, u.room_id;
