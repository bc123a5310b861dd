DROP TABLE idempotency;
DROP TABLE events;
DROP TABLE log_head;
