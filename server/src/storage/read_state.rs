//! What members have not read: arithmetic on a room's and a member's numbers, with corrections only where they can matter.

use super::blocks::estranged;
use super::messages::columns;
use super::receipts::reading_is_told;
use super::views::{hidden, welcome};
use super::{Conn, Result, execute, fetch_all, fetch_optional};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::Message;
use crate::domain::read_state::{ReadStatus, RoomUnread};
use crate::domain::receipts::MOST_MEMBERS;

/// The number up to which a member `u` of a room `r` has read, or does not see.
macro_rules! base {
    () => {
        "CASE WHEN u.read_seq >= u.clear_seq AND u.read_seq >= r.clear_seq THEN u.read_seq
              WHEN u.clear_seq >= r.clear_seq THEN u.clear_seq ELSE r.clear_seq END"
    };
}

/// The columns `unread_count` and `mention_count` of a member `u` in a room `r`. Their own, deleted, blocked and system
/// messages are looked for only when there can be some above the read position. `CROSS JOIN` has SQLite begin with the
/// blocks, of which most people have none.
macro_rules! counts {
    () => {
        concat!(
            "r.last_seq - ",
            base!(),
            " - CASE WHEN u.sent_seq > u.read_seq THEN
               (SELECT COUNT(*) FROM messages o WHERE o.room_id = r.id AND o.sender_id = u.user_id AND o.seq > ",
            base!(),
            "    AND o.kind = 'user' AND o.deleted_at IS NULL)
             ELSE 0 END
             - CASE WHEN r.last_uncounted_seq > u.read_seq THEN
               (SELECT COUNT(*) FROM messages d WHERE d.room_id = r.id AND d.seq > ",
            base!(),
            "    AND (d.deleted_at IS NOT NULL OR d.kind = 'system'))
             ELSE 0 END
             - CASE WHEN r.last_seq > u.read_seq THEN
               (SELECT COUNT(*) FROM blocks b CROSS JOIN messages k WHERE b.blocker_id = u.user_id AND k.room_id = r.id
                   AND k.sender_id = b.blocked_id AND k.seq > ",
            base!(),
            "    AND k.kind = 'user' AND k.deleted_at IS NULL)
             ELSE 0 END AS unread_count,
             (SELECT COUNT(*) FROM message_mentions x WHERE x.user_id = u.user_id AND x.room_id = r.id AND x.seq > ",
            base!(),
            "   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = u.user_id AND b.blocked_id = x.sender_id)) AS mention_count"
        )
    };
}

/// The column `first_unread_message_id` of a member `u` in a room `r`.
macro_rules! first_unread {
    () => {
        concat!(
            "CASE WHEN r.last_seq > u.read_seq THEN
               (SELECT f.id FROM messages f WHERE f.room_id = r.id AND f.seq > ",
            base!(),
            "    AND f.sender_id <> u.user_id AND f.kind = 'user' AND f.deleted_at IS NULL AND ",
            welcome!("f", "u.user_id"),
            "  ORDER BY f.seq LIMIT 1)
             END AS first_unread_message_id"
        )
    };
}

pub(super) use {base, counts, first_unread};

/// What one member has not read of a room.
pub async fn get(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<ReadStatus>> {
    fetch_optional!(
        conn,
        ReadStatus,
        concat!(
            "SELECT u.room_id, ",
            base!(),
            " AS read_seq, ",
            counts!(),
            ", ",
            first_unread!(),
            " FROM members u JOIN rooms r ON r.id = u.room_id WHERE u.room_id = $1 AND u.user_id = $2"
        ),
        room_id,
        user_id,
    )
}

/// One row of a person's rooms.
#[derive(sqlx::FromRow)]
struct Counted {
    room_id: RoomId,
    unread_count: i64,
    mention_count: i64,
}

/// A person's rooms with unread messages, or one room whatever it has.
pub async fn list(conn: &mut Conn, user_id: UserId, room_id: Option<RoomId>) -> Result<Vec<RoomUnread>> {
    let rows = fetch_all!(
        conn,
        Counted,
        concat!(
            // Materialized, so that nothing is counted twice: once to be told, and once to be told apart from 0.
            "WITH counted AS MATERIALIZED (SELECT u.room_id, ",
            counts!(),
            " FROM members u JOIN rooms r ON r.id = u.room_id
               WHERE u.user_id = $1 AND ($2 IS NULL OR u.room_id = $2) AND ($2 IS NOT NULL OR r.last_seq > u.read_seq))
             SELECT room_id, unread_count, mention_count FROM counted WHERE unread_count > 0 OR $2 IS NOT NULL ORDER BY room_id"
        ),
        user_id,
        room_id,
    )?;
    let unread = |row: Counted| RoomUnread {
        room_id: row.room_id,
        unread_count: row.unread_count,
        mention_count: row.mention_count,
        messages: None,
    };
    Ok(rows.into_iter().map(unread).collect())
}

/// A message that counts, and whether it names the member.
#[derive(sqlx::FromRow)]
pub struct Counting {
    pub message_id: MessageId,
    pub seq: i64,
    pub is_mention: bool,
}

/// The messages that count for a member, by the rules themselves and not by arithmetic.
pub async fn list_messages(conn: &mut Conn, room_id: RoomId, user_id: UserId, limit: i64) -> Result<Vec<Counting>> {
    fetch_all!(
        conn,
        Counting,
        "SELECT message_id, seq, is_mention FROM unread_messages WHERE room_id = $1 AND user_id = $2 ORDER BY seq LIMIT $3",
        room_id,
        user_id,
        limit,
    )
}

/// The last message that would count for a member if nothing were read.
pub async fn get_last_countable(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<Message>> {
    fetch_optional!(
        conn,
        Message,
        concat!(
            "SELECT ",
            columns!("m"),
            " FROM members u JOIN rooms r ON r.id = u.room_id
               JOIN messages m ON m.room_id = r.id AND m.sender_id <> u.user_id AND m.kind = 'user' AND m.deleted_at IS NULL AND m.seq > ",
            hidden!(),
            " WHERE u.room_id = $1 AND u.user_id = $2 AND ",
            welcome!("m", "u.user_id"),
            " ORDER BY m.seq DESC LIMIT 1"
        ),
        room_id,
        user_id,
    )
}

/// Moves a member's read position.
pub async fn update_read(conn: &mut Conn, room_id: RoomId, user_id: UserId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE members SET read_seq = $3 WHERE room_id = $1 AND user_id = $2", room_id, user_id, seq)
}

/// Notes the number of a member's own message: who speaks has read what is before, and tells it by speaking.
pub async fn update_sent(conn: &mut Conn, room_id: RoomId, user_id: UserId, seq: i64) -> Result<u64> {
    execute!(
        conn,
        concat!(
            "UPDATE members SET sent_seq = $3, read_seq = $3, receipt_seq = CASE WHEN (",
            reading_is_told!("$1", "$2", "$4"),
            ") THEN $3 ELSE receipt_seq END WHERE room_id = $1 AND user_id = $2"
        ),
        room_id,
        user_id,
        seq,
        MOST_MEMBERS,
    )
}

/// Notes that a message does not count.
pub async fn update_uncounted(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE rooms SET last_uncounted_seq = $2 WHERE id = $1 AND last_uncounted_seq < $2", room_id, seq)
}
