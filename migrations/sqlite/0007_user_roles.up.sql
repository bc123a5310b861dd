-- What people may do in the whole deployment.
CREATE TABLE user_roles (
  user_id BLOB NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, role)
);
