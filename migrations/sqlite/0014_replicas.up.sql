-- How many batches were committed, which of them last took something away from somebody, and with which of them a person
-- last wrote: what a replica must have come to before it may answer.
ALTER TABLE log_head ADD COLUMN commits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE log_head ADD COLUMN withdrawn_commit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN written_commit BIGINT NOT NULL DEFAULT 0;
