-- Where a forwarded message comes from, as JSON, and how often a message was forwarded.
ALTER TABLE messages ADD COLUMN forwarded_from TEXT;
ALTER TABLE messages ADD COLUMN forwarded_count BIGINT NOT NULL DEFAULT 0;

-- Where the log tells of a message again without a new text: deleting takes the content out of there too.
CREATE TABLE message_updates (
  message_id UUID NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  PRIMARY KEY (message_id, position)
);
