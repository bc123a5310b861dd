DROP TABLE invites;
DROP TABLE memberships;
DROP TABLE members;
DROP TABLE rooms;
