//! Messages, the earlier texts of edited ones, and what the log says of them.

use super::views::welcome;
use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::{Message, Revision};
use crate::domain::time::Timestamp;
use crate::domain::views::View;

/// The columns of a message, of the table or its alias.
macro_rules! columns {
    ($m:literal) => {
        concat!(
            $m,
            ".id, ",
            $m,
            ".room_id, ",
            $m,
            ".seq, ",
            $m,
            ".sender_id, ",
            $m,
            ".kind, ",
            $m,
            ".content, ",
            $m,
            ".system_event, ",
            $m,
            ".client_id, ",
            $m,
            ".forwarded_from, ",
            $m,
            ".forwarded_count, ",
            $m,
            ".is_edited, ",
            $m,
            ".edited_at, ",
            $m,
            ".deleted_at, ",
            $m,
            ".created_at"
        )
    };
}

pub(super) use columns;

/// Writes a message; `created_position` is where the log tells of it.
pub async fn insert(conn: &mut Conn, message: &Message, created_position: i64) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO messages
           (room_id, seq, id, sender_id, kind, content, system_event, client_id, is_edited, created_at, created_position, forwarded_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        message.room_id,
        message.seq,
        message.id,
        message.sender_id,
        message.kind,
        message.content.as_deref(),
        message.system_event,
        message.client_id.as_deref(),
        message.is_edited,
        message.created_at,
        created_position,
        message.forwarded_from,
    )
}

/// One message, wherever it is and whoever sees it.
pub async fn get(conn: &mut Conn, id: MessageId) -> Result<Option<Message>> {
    fetch_optional!(conn, Message, concat!("SELECT ", columns!("m"), " FROM messages m WHERE m.id = $1"), id)
}

/// One message of a room, when it is in a member's sight.
pub async fn get_seen(conn: &mut Conn, view: &View, id: MessageId) -> Result<Option<Message>> {
    fetch_optional!(
        conn,
        Message,
        concat!("SELECT ", columns!("m"), " FROM messages m WHERE m.id = $1 AND m.room_id = $2 AND m.seq > $3 AND ", welcome!("m", "$4")),
        id,
        view.room_id,
        view.hidden_seq,
        view.user_id,
    )
}

/// The message that a sender named so.
pub async fn get_by_client_id(conn: &mut Conn, sender_id: UserId, client_id: &str) -> Result<Option<Message>> {
    fetch_optional!(
        conn,
        Message,
        concat!("SELECT ", columns!("m"), " FROM messages m WHERE m.sender_id = $1 AND m.client_id = $2"),
        sender_id,
        client_id,
    )
}

/// Messages in a member's sight below a number, the newest first.
pub async fn list_before(conn: &mut Conn, view: &View, seq: i64, limit: i64) -> Result<Vec<Message>> {
    fetch_all!(
        conn,
        Message,
        concat!(
            "SELECT ",
            columns!("m"),
            " FROM messages m WHERE m.room_id = $1 AND m.seq > $2 AND m.seq < $3 AND ",
            welcome!("m", "$4"),
            " ORDER BY m.seq DESC LIMIT $5"
        ),
        view.room_id,
        view.hidden_seq,
        seq,
        view.user_id,
        limit,
    )
}

/// The last messages of a room that are not cleared for everyone, the newest first, whoever sees them.
pub async fn list_last(conn: &mut Conn, room_id: RoomId, limit: i64) -> Result<Vec<Message>> {
    fetch_all!(
        conn,
        Message,
        concat!(
            "SELECT ",
            columns!("m"),
            " FROM rooms r JOIN messages m ON m.room_id = r.id AND m.seq > r.clear_seq WHERE r.id = $1 ORDER BY m.seq DESC LIMIT $2"
        ),
        room_id,
        limit,
    )
}

/// Messages in a member's sight above a number, the oldest first.
pub async fn list_after(conn: &mut Conn, view: &View, seq: i64, limit: i64) -> Result<Vec<Message>> {
    fetch_all!(
        conn,
        Message,
        // One lower bound: of two, SQLite seeks by the first and reads on to the second.
        concat!(
            "SELECT ",
            columns!("m"),
            " FROM messages m WHERE m.room_id = $1 AND m.seq > $2 AND ",
            welcome!("m", "$3"),
            " ORDER BY m.seq LIMIT $4"
        ),
        view.room_id,
        view.hidden_seq.max(seq),
        view.user_id,
        limit,
    )
}

/// How many messages in a member's sight there are.
pub async fn count(conn: &mut Conn, view: &View) -> Result<i64> {
    if !view.has_blocked {
        return Ok(view.last_seq - view.hidden_seq);
    }
    let count = fetch_scalar!(
        conn,
        i64,
        concat!("SELECT COUNT(*) FROM messages m WHERE m.room_id = $1 AND m.seq > $2 AND ", welcome!("m", "$3")),
        view.room_id,
        view.hidden_seq,
        view.user_id,
    )?;
    Ok(count.unwrap_or(0))
}

/// Messages above a number, whoever sees them, the oldest first.
pub async fn list_all(conn: &mut Conn, room_id: RoomId, after: i64, upto: i64, limit: i64) -> Result<Vec<Message>> {
    fetch_all!(
        conn,
        Message,
        concat!("SELECT ", columns!("m"), " FROM messages m WHERE m.room_id = $1 AND m.seq > $2 AND m.seq <= $3 ORDER BY m.seq LIMIT $4"),
        room_id,
        after,
        upto,
        limit,
    )
}

/// Replaces a message's text.
pub async fn update_content(conn: &mut Conn, id: MessageId, content: &str, edited_at: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE messages SET content = $2, is_edited = TRUE, edited_at = $3 WHERE id = $1", id, content, edited_at)
}

/// Makes a placeholder of a message: its text is gone, its number stays.
pub async fn update_deleted(conn: &mut Conn, id: MessageId, deleted_at: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE messages SET content = NULL, deleted_at = $2 WHERE id = $1", id, deleted_at)
}

/// Notes how often a message was forwarded.
pub async fn update_forwarded(conn: &mut Conn, id: MessageId, count: i64) -> Result<u64> {
    execute!(conn, "UPDATE messages SET forwarded_count = $2 WHERE id = $1", id, count)
}

/// Notes where the log tells of a message again.
pub async fn insert_update(conn: &mut Conn, id: MessageId, position: i64) -> Result<u64> {
    execute!(conn, "INSERT INTO message_updates (message_id, position) VALUES ($1, $2)", id, position)
}

/// Keeps a text that an edit replaces; `replaced_position` is where the log tells of the edit.
pub async fn insert_revision(conn: &mut Conn, id: MessageId, content: &str, written_at: Timestamp, replaced_position: i64) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO message_revisions (message_id, revision, content, written_at, replaced_position)
         SELECT $1, COALESCE(MAX(revision), 0) + 1, $2, $3, $4 FROM message_revisions WHERE message_id = $1",
        id,
        content,
        written_at,
        replaced_position,
    )
}

/// The earlier texts, the first one first.
pub async fn list_revisions(conn: &mut Conn, id: MessageId) -> Result<Vec<Revision>> {
    fetch_all!(conn, Revision, "SELECT revision, content, written_at FROM message_revisions WHERE message_id = $1 ORDER BY revision", id)
}

/// Takes a message's texts out of the log: its events carry `payload` from now on.
pub async fn redact_events(conn: &mut Conn, id: MessageId, payload: &str) -> Result<u64> {
    execute!(
        conn,
        "UPDATE events SET payload = $2 WHERE position IN (
           SELECT created_position FROM messages WHERE id = $1
            UNION SELECT replaced_position FROM message_revisions WHERE message_id = $1
            UNION SELECT position FROM message_updates WHERE message_id = $1)",
        id,
        payload,
    )
}

/// Forgets the earlier texts.
pub async fn delete_revisions(conn: &mut Conn, id: MessageId) -> Result<u64> {
    execute!(conn, "DELETE FROM message_revisions WHERE message_id = $1", id)
}

/// The message with a number.
pub async fn id_at(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<Option<MessageId>> {
    fetch_scalar!(conn, MessageId, "SELECT id FROM messages WHERE room_id = $1 AND seq = $2", room_id, seq)
}

/// Lets a sender use a client id again; for the fault of this name alone.
#[cfg(feature = "planted")]
pub async fn drop_client_id_index(conn: &mut Conn) -> Result<u64> {
    execute!(conn, "DROP INDEX IF EXISTS messages_by_client_id")
}
