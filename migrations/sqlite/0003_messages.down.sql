DROP TABLE message_revisions;
DROP TABLE messages;
