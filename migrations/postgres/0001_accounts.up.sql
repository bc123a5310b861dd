CREATE TABLE users (
  id UUID NOT NULL PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  -- The display name as it is looked for: the engines fold ASCII alone.
  folded_name TEXT NOT NULL,
  avatar_url TEXT,
  email TEXT,
  password_hash TEXT NOT NULL,
  is_bot BOOLEAN NOT NULL,
  last_seen_at BIGINT,
  deleted_at BIGINT,
  created_at BIGINT NOT NULL
);

-- One signed-in device: a family of refresh tokens, of which the last is good.
CREATE TABLE sessions (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id),
  device_name TEXT,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  hash BYTEA NOT NULL PRIMARY KEY,
  session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  spent_at BIGINT
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE tickets (
  hash BYTEA NOT NULL PRIMARY KEY,
  session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  user_id UUID NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX tickets_by_session ON tickets (session_id);
CREATE INDEX tickets_by_expiry ON tickets (expires_at);
