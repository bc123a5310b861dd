ALTER TABLE members DROP COLUMN receipt_seq;
ALTER TABLE members DROP COLUMN delivered_seq;
ALTER TABLE members DROP COLUMN joined_seq;
ALTER TABLE rooms DROP COLUMN read_receipts;
ALTER TABLE users DROP COLUMN read_receipts;
ALTER TABLE users DROP COLUMN delivered_position;
