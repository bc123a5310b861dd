ALTER TABLE users DROP COLUMN written_commit;
ALTER TABLE log_head DROP COLUMN withdrawn_commit;
ALTER TABLE log_head DROP COLUMN commits;
