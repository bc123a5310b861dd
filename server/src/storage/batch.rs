//! Statements for many at once: each does for a list what elsewhere is done one by one. A list is an array of arrays in JSON,
//! which both engines take apart.

use serde::Serialize;

use super::blocks::estranged;
use super::receipts::reading_is_told;
use super::{Conn, Result, execute, fetch_all};
use crate::domain::events::LoggedEvent;
use crate::domain::ids::{RoomId, SessionId, UserId};
use crate::domain::messages::Message;
use crate::domain::receipts::MOST_MEMBERS;
use crate::domain::time::Timestamp;

/// The rows `x` of the list in `$1`.
macro_rules! list {
    (sqlite) => {
        "json_each($1) x"
    };
    (postgres) => {
        "json_array_elements(CAST($1 AS json)) x(value)"
    };
}

/// An id in a row of the list.
macro_rules! id {
    (sqlite $n:literal) => {
        concat!("unhex(x.value ->> ", $n, ", '-')")
    };
    (postgres $n:literal) => {
        concat!("CAST(x.value ->> ", $n, " AS uuid)")
    };
}

/// A number in a row of the list.
macro_rules! number {
    ($n:literal) => {
        concat!("CAST(x.value ->> ", $n, " AS BIGINT)")
    };
}

/// Runs a statement on a list, with the text of its engine.
macro_rules! on_list {
    ($run:ident($conn:expr $(, $row:ty)?), $text:ident, $list:expr $(, $bind:expr)*) => {{
        let list = text_of($list);
        match $conn {
            Conn::Sqlite(_) => $run!($conn, $($row,)? $text!(sqlite), list.as_str() $(, $bind)*),
            Conn::Postgres(_) => $run!($conn, $($row,)? $text!(postgres), list.as_str() $(, $bind)*),
        }
    }};
}

fn text_of(list: &impl Serialize) -> String {
    serde_json::to_string(list).expect("ids, numbers and texts become JSON")
}

macro_rules! list_bounds {
    ($engine:ident) => {
        concat!(
            "SELECT ",
            number!(0),
            ", h.commits, h.position FROM ",
            list!($engine),
            " CROSS JOIN sessions s JOIN log_head h ON h.id = 1 WHERE s.id = ",
            id!($engine 1),
            " AND s.user_id = ",
            id!($engine 2),
            " AND s.revoked_at IS NULL AND s.expires_at > ",
            number!(3)
        )
    };
}

/// How many batches were committed and where the log ends, for the holder of each session that is neither revoked nor over at
/// an instant: the place in the list comes first, the others are left out.
pub async fn list_bounds(conn: &mut Conn, of: &[(i64, SessionId, UserId, i64)]) -> Result<Vec<(i64, i64, i64)>> {
    on_list!(fetch_all(conn, (i64, i64, i64)), list_bounds, &of)
}

macro_rules! list_room_ids_at {
    ($engine:ident) => {
        concat!(
            "SELECT ",
            number!(0),
            ", m.room_id FROM ",
            list!($engine),
            " CROSS JOIN memberships m WHERE m.user_id = ",
            id!($engine 1),
            " AND m.joined_position <= $2 AND (m.left_position IS NULL OR m.left_position > $2)"
        )
    };
}

/// What [`super::members::room_ids_at`] tells, for many: the person's place in the list comes first.
pub async fn list_room_ids_at(conn: &mut Conn, of: &[(i64, UserId)], position: i64) -> Result<Vec<(i64, RoomId)>> {
    on_list!(fetch_all(conn, (i64, RoomId)), list_room_ids_at, &of, position)
}

/// What rows of a table tell of many people.
macro_rules! of_people {
    ($engine:ident, $columns:literal, $table:literal, $person:literal) => {
        concat!("SELECT ", number!(0), ", ", $columns, " FROM ", list!($engine), " CROSS JOIN ", $table, " WHERE ", $person, " = ", id!($engine 1))
    };
}

macro_rules! list_blocked {
    ($engine:ident) => {
        of_people!($engine, "b.blocked_id", "blocks b", "b.blocker_id")
    };
}

/// Whom many people have blocked; the person's place in the list comes first.
pub async fn list_blocked(conn: &mut Conn, of: &[(i64, UserId)]) -> Result<Vec<(i64, UserId)>> {
    on_list!(fetch_all(conn, (i64, UserId)), list_blocked, &of)
}

macro_rules! list_blockers {
    ($engine:ident) => {
        of_people!($engine, "b.blocker_id", "blocks b", "b.blocked_id")
    };
}

/// Who has blocked many people; the person's place in the list comes first.
pub async fn list_blockers(conn: &mut Conn, of: &[(i64, UserId)]) -> Result<Vec<(i64, UserId)>> {
    on_list!(fetch_all(conn, (i64, UserId)), list_blockers, &of)
}

macro_rules! list_cleared {
    ($engine:ident) => {
        of_people!($engine, "m.room_id, m.clear_seq", "members m", "m.clear_seq > 0 AND m.user_id")
    };
}

/// Up to which numbers many people have cleared their rooms; the person's place in the list comes first.
pub async fn list_cleared(conn: &mut Conn, of: &[(i64, UserId)]) -> Result<Vec<(i64, RoomId, i64)>> {
    on_list!(fetch_all(conn, (i64, RoomId, i64)), list_cleared, &of)
}

macro_rules! list_writing {
    ($engine:ident) => {
        concat!(
            "SELECT ",
            number!(0),
            ", r.kind = 'direct' AND ",
            estranged!("m.room_id", "m.user_id"),
            ", r.kind = 'direct' AND EXISTS (SELECT 1 FROM members h WHERE h.room_id = m.room_id AND h.is_hidden)
               FROM ",
            list!($engine),
            " CROSS JOIN members m JOIN rooms r ON r.id = m.room_id WHERE m.room_id = ",
            id!($engine 1),
            " AND m.user_id = ",
            id!($engine 2)
        )
    };
}

/// What [`super::members::get_writing`] tells, for many: the place in the list comes first; who is in no such room is left out.
pub async fn list_writing(conn: &mut Conn, of: &[(i64, RoomId, UserId)]) -> Result<Vec<(i64, bool, bool)>> {
    on_list!(fetch_all(conn, (i64, bool, bool)), list_writing, &of)
}

macro_rules! list_named {
    ($engine:ident) => {
        concat!(
            "SELECT ",
            number!(0),
            " FROM ",
            list!($engine),
            " CROSS JOIN messages m WHERE m.sender_id = ",
            id!($engine 1),
            " AND m.client_id = x.value ->> 2"
        )
    };
}

/// Which of many client ids, by their places in the list, name a message already.
pub async fn list_named(conn: &mut Conn, of: &[(i64, UserId, &str)]) -> Result<Vec<(i64,)>> {
    on_list!(fetch_all(conn, (i64,)), list_named, &of)
}

macro_rules! take_seqs {
    ($engine:ident) => {
        concat!(
            "UPDATE rooms SET last_seq = last_seq + ",
            number!(1),
            ", last_activity_at = $2 FROM ",
            list!($engine),
            " WHERE rooms.id = ",
            id!($engine 0),
            " RETURNING rooms.id, rooms.last_seq"
        )
    };
}

/// Takes the next numbers of rooms' messages, as many as is said of each; gives the last one of each.
pub async fn take_seqs(conn: &mut Conn, of: &[(RoomId, i64)], now: Timestamp) -> Result<Vec<(RoomId, i64)>> {
    on_list!(fetch_all(conn, (RoomId, i64)), take_seqs, &of, now)
}

macro_rules! take_event_seqs {
    ($engine:ident) => {
        concat!(
            "UPDATE rooms SET last_event_seq = last_event_seq + ",
            number!(1),
            " FROM ",
            list!($engine),
            " WHERE rooms.id = ",
            id!($engine 0),
            " RETURNING rooms.id, rooms.last_event_seq"
        )
    };
}

/// Takes the next numbers of rooms' events, as many as is said of each; gives the last one of each. Rooms that are gone have none.
pub async fn take_event_seqs(conn: &mut Conn, of: &[(RoomId, i64)]) -> Result<Vec<(RoomId, i64)>> {
    on_list!(fetch_all(conn, (RoomId, i64)), take_event_seqs, &of)
}

macro_rules! insert_messages {
    ($engine:ident) => {
        concat!(
            "INSERT INTO messages (room_id, seq, id, sender_id, kind, content, client_id, is_edited, created_at, created_position)
             SELECT ",
            id!($engine 0), ", ", number!(1), ", ", id!($engine 2), ", ", id!($engine 3),
            ", 'user', x.value ->> 4, x.value ->> 5, FALSE, $2, ", number!(6),
            " FROM ",
            list!($engine)
        )
    };
}

/// Writes messages of people, all of one time, each with where the log tells of it.
pub async fn insert_messages(conn: &mut Conn, messages: &[(Message, i64)], now: Timestamp) -> Result<u64> {
    let rows = messages.iter().map(|(m, position)| (m.room_id, m.seq, m.id, m.sender_id, &m.content, &m.client_id, *position));
    on_list!(execute(conn), insert_messages, &rows.collect::<Vec<_>>(), now)
}

macro_rules! update_sent {
    ($engine:ident) => {
        concat!(
            "UPDATE members SET sent_seq = ",
            number!(2),
            ", read_seq = ",
            number!(2),
            ", receipt_seq = CASE WHEN (",
            reading_is_told!("members.room_id", "members.user_id", "$2"),
            ") THEN ",
            number!(2),
            " ELSE receipt_seq END FROM ",
            list!($engine),
            " WHERE members.room_id = ",
            id!($engine 0),
            " AND members.user_id = ",
            id!($engine 1)
        )
    };
}

/// What [`super::read_state::update_sent`] notes, for many; each member is in the list once.
pub async fn update_sent(conn: &mut Conn, of: &[(RoomId, UserId, i64)]) -> Result<u64> {
    on_list!(execute(conn), update_sent, &of, MOST_MEMBERS)
}

macro_rules! insert_events {
    ($engine:ident) => {
        concat!(
            "INSERT INTO events
               (position, event_id, room_id, user_id, room_seq, type, payload, created_at, message_seq, message_room_id, sender_id)
             SELECT ",
            number!(0), ", ", id!($engine 1), ", ", id!($engine 2), ", ", id!($engine 3), ", ", number!(4),
            ", x.value ->> 5, x.value ->> 6, ", number!(7), ", ", number!(8), ", ", id!($engine 9), ", ", id!($engine 10),
            " FROM ",
            list!($engine)
        )
    };
}

/// Writes events.
pub async fn insert_events(conn: &mut Conn, events: &[LoggedEvent]) -> Result<u64> {
    let rows = events.iter().map(|e| {
        let told = (e.message_seq, e.message_room_id, e.sender_id);
        (e.position, e.event_id, e.room_id, e.user_id, e.room_seq, &e.name, &e.payload, e.created_at.0, told.0, told.1, told.2)
    });
    on_list!(execute(conn), insert_events, &rows.collect::<Vec<_>>())
}
