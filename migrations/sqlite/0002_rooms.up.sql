CREATE TABLE rooms (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT,
  description TEXT,
  owner_id BLOB,
  direct_key TEXT UNIQUE,
  member_count BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  last_event_seq BIGINT NOT NULL,
  last_activity_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Who is in a room now.
CREATE TABLE members (
  room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id BLOB NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id, room_id);

-- Who was in a room from which position of the log to which: what a replay may show.
CREATE TABLE memberships (
  user_id BLOB NOT NULL,
  room_id BLOB NOT NULL,
  joined_position BIGINT NOT NULL,
  left_position BIGINT,
  PRIMARY KEY (user_id, room_id, joined_position)
);

CREATE TABLE invites (
  code TEXT NOT NULL PRIMARY KEY,
  room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  created_by BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  max_uses BIGINT,
  uses BIGINT NOT NULL
);
CREATE INDEX invites_by_room ON invites (room_id);
