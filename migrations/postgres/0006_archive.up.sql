-- Whether a member keeps the room out of their list.
ALTER TABLE members ADD COLUMN is_archived BOOLEAN NOT NULL DEFAULT false;
