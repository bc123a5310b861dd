-- How many batches were committed: what a replica must have come to before it may answer.
ALTER TABLE log_head ADD COLUMN commits BIGINT NOT NULL DEFAULT 0;
