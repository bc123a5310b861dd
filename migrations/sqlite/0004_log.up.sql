-- One row: the log's life, its last position, and the position up to which it is trimmed.
CREATE TABLE log_head (
  id BIGINT NOT NULL PRIMARY KEY,
  epoch BIGINT NOT NULL,
  position BIGINT NOT NULL,
  floor BIGINT NOT NULL
);
INSERT INTO log_head (id, epoch, position, floor) VALUES (1, 0, 0, 0);

CREATE TABLE events (
  position INTEGER NOT NULL PRIMARY KEY,
  event_id BLOB NOT NULL,
  room_id BLOB,
  user_id BLOB,
  room_seq BIGINT,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX events_by_room ON events (room_id, position);
CREATE INDEX events_by_user ON events (user_id, position);
CREATE INDEX events_by_time ON events (created_at, position);

CREATE TABLE idempotency (
  user_id BLOB NOT NULL,
  key TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  answer TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);
