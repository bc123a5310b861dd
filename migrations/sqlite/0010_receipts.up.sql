-- Up to which position of the log a device of the person has got everything, and whether others are told what they read.
ALTER TABLE users ADD COLUMN delivered_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN read_receipts BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE rooms ADD COLUMN read_receipts BOOLEAN NOT NULL DEFAULT true;
-- The room's last number when the member came; up to which number a device has got the messages; up to which number the
-- others were told that the member has read. Receipts follow from these, without a row per message and member.
ALTER TABLE members ADD COLUMN joined_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN delivered_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN receipt_seq BIGINT NOT NULL DEFAULT 0;
