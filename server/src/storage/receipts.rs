//! How far messages have come: three numbers a member, moved when devices acknowledge and people read.

use super::blocks::estranged;
use super::{Conn, Result, execute, fetch_all, fetch_scalar};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::receipts::{MOST_MEMBERS, Recipient};

/// Whom a sender's messages in a room are for, by user id: those who came before there was a message with this number.
pub async fn list_recipients(
    conn: &mut Conn,
    room_id: RoomId,
    sender_id: UserId,
    joined_before: i64,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<Recipient>> {
    fetch_all!(
        conn,
        Recipient,
        "SELECT u.user_id, u.joined_seq, u.delivered_seq, u.receipt_seq,
                b.created_at AS blocked_at
           FROM members u LEFT JOIN blocks b ON b.blocker_id = u.user_id AND b.blocked_id = $2
          WHERE u.room_id = $1 AND u.user_id <> $2 AND u.joined_seq < $3 AND ($4 IS NULL OR u.user_id > $4) ORDER BY u.user_id LIMIT $5",
        room_id,
        sender_id,
        joined_before,
        after,
        limit,
    )
}

/// Whether the others are told what a member reads in a room: neither the member nor the room hides it, the room has few
/// enough members, and in a direct one nobody has blocked the other.
macro_rules! reading_is_told {
    ($room:literal, $person:literal, $most_members:literal) => {
        concat!(
            "SELECT p.read_receipts AND r.read_receipts AND r.member_count <= ",
            $most_members,
            " AND NOT (r.kind = 'direct' AND ",
            estranged!("r.id", "p.id"),
            ") FROM rooms r JOIN users p ON p.id = ",
            $person,
            " WHERE r.id = ",
            $room
        )
    };
}

pub(super) use reading_is_told;

/// Whether the others are told what a member reads in a room.
pub async fn is_reading_told(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<bool> {
    Ok(fetch_scalar!(conn, bool, reading_is_told!("$1", "$2", "$3"), room_id, user_id, MOST_MEMBERS)?.unwrap_or(false))
}

/// Notes up to which number the others were told that a member has read.
pub async fn update_receipt(conn: &mut Conn, room_id: RoomId, user_id: UserId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE members SET receipt_seq = $3 WHERE room_id = $1 AND user_id = $2 AND receipt_seq < $3", room_id, user_id, seq,)
}

/// Up to which position of the log a device of a person has got everything.
pub async fn get_position(conn: &mut Conn, user_id: UserId) -> Result<i64> {
    Ok(fetch_scalar!(conn, i64, "SELECT delivered_position FROM users WHERE id = $1", user_id)?.unwrap_or(0))
}

/// Moves it.
pub async fn update_position(conn: &mut Conn, user_id: UserId, position: i64) -> Result<u64> {
    execute!(conn, "UPDATE users SET delivered_position = $2 WHERE id = $1", user_id, position)
}

/// The rooms with few enough members in which others wrote to a person between two positions of the log (the first
/// excluded), each with the last such message, where nobody knows yet that it has come.
pub async fn list_delivered(conn: &mut Conn, user_id: UserId, after: i64, upto: i64) -> Result<Vec<(RoomId, MessageId, i64)>> {
    fetch_all!(
        conn,
        (RoomId, MessageId, i64),
        "SELECT m.room_id, m.id, m.seq
           FROM members u JOIN rooms r ON r.id = u.room_id
           JOIN messages m ON m.room_id = u.room_id AND m.seq = (
                SELECT e.message_seq FROM events e
                 WHERE e.room_id = u.room_id AND e.position > $2 AND e.position <= $3 AND e.type = 'message.created'
                   AND e.sender_id IS NOT NULL AND e.sender_id <> $1
                   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $1 AND b.blocked_id = e.sender_id)
                 ORDER BY e.position DESC LIMIT 1)
          WHERE u.user_id = $1 AND r.member_count <= $4 AND r.last_seq > u.delivered_seq AND r.last_seq > u.receipt_seq
            AND m.seq > u.delivered_seq AND m.seq > u.receipt_seq AND m.seq > u.joined_seq ORDER BY m.room_id",
        user_id,
        after,
        upto,
        MOST_MEMBERS,
    )
}

/// Notes up to which number a device of a member has got the messages.
pub async fn update_delivered(conn: &mut Conn, room_id: RoomId, user_id: UserId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE members SET delivered_seq = $3 WHERE room_id = $1 AND user_id = $2", room_id, user_id, seq)
}
