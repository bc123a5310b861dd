CREATE TABLE messages (
  room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  id UUID NOT NULL UNIQUE,
  sender_id UUID NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  content TEXT,
  system_event TEXT,
  client_id TEXT,
  is_edited BOOLEAN NOT NULL,
  edited_at BIGINT,
  deleted_at BIGINT,
  created_at BIGINT NOT NULL,
  -- Where the log tells of it: deleting takes the content out of there too.
  created_position BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq)
);
CREATE UNIQUE INDEX messages_by_client_id ON messages (sender_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE message_revisions (
  message_id UUID NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  revision BIGINT NOT NULL,
  content TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  replaced_position BIGINT NOT NULL,
  PRIMARY KEY (message_id, revision)
);
