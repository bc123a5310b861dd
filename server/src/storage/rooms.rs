//! Rooms: their rows, and the list that each person sees.

use super::read_state::{base, counts, first_unread};
use super::views::{hidden, welcome};
use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::forwarding::ForwardedFrom;
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::{Message, MessageKind, SystemEvent};
use crate::domain::rooms::{Room, RoomFilter};
use crate::domain::time::Timestamp;

/// A room and its last message in one row.
#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    room: Room,
    m_id: Option<MessageId>,
    m_seq: Option<i64>,
    m_sender_id: Option<UserId>,
    m_kind: Option<MessageKind>,
    m_content: Option<String>,
    m_system_event: Option<SystemEvent>,
    m_client_id: Option<String>,
    m_forwarded_from: Option<ForwardedFrom>,
    m_forwarded_count: Option<i64>,
    m_is_edited: Option<bool>,
    m_edited_at: Option<Timestamp>,
    m_deleted_at: Option<Timestamp>,
    m_created_at: Option<Timestamp>,
}

impl Listed {
    fn into_room(self) -> Room {
        let room_id = self.room.id;
        let message = || {
            Some(Message {
                id: self.m_id?,
                room_id,
                seq: self.m_seq?,
                sender_id: self.m_sender_id?,
                kind: self.m_kind?,
                content: self.m_content,
                system_event: self.m_system_event,
                client_id: self.m_client_id,
                forwarded_from: self.m_forwarded_from,
                forwarded_count: self.m_forwarded_count?,
                is_edited: self.m_is_edited?,
                edited_at: self.m_edited_at,
                deleted_at: self.m_deleted_at,
                status: None,
                created_at: self.m_created_at?,
            })
        };
        Room { last_message: message(), ..self.room }
    }
}

/// A room `r` as a member `u` sees it, with its last message `m`.
macro_rules! as_seen {
    () => {
        concat!(
            "SELECT r.id, r.kind, r.name, r.description, r.owner_id, r.member_count, r.created_at, r.last_activity_at, r.read_receipts, u.role AS my_role,
                    u.is_archived, u.is_hidden AS is_deleted, ",
            base!(),
            " AS read_seq,
                    m.id AS m_id, m.seq AS m_seq, m.sender_id AS m_sender_id, m.kind AS m_kind, m.content AS m_content,
                    m.system_event AS m_system_event, m.client_id AS m_client_id, m.forwarded_from AS m_forwarded_from,
                    m.forwarded_count AS m_forwarded_count, m.is_edited AS m_is_edited,
                    m.edited_at AS m_edited_at, m.deleted_at AS m_deleted_at, m.created_at AS m_created_at, ",
            counts!(),
            ", ",
            first_unread!(),
            " FROM members u JOIN rooms r ON r.id = u.room_id
              LEFT JOIN messages m ON m.room_id = r.id AND m.seq > ",
            hidden!(),
            // The last one that the member sees is the room's last, but for who has blocked somebody.
            " AND m.seq = CASE WHEN EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = u.user_id) THEN
                   (SELECT l.seq FROM messages l WHERE l.room_id = r.id AND ",
            welcome!("l", "u.user_id"),
            " ORDER BY l.seq DESC LIMIT 1) ELSE r.last_seq END"
        )
    };
}

/// Writes a new room; `direct_key` names the pair of a direct one.
pub async fn insert(conn: &mut Conn, room: &Room, direct_key: Option<&str>) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO rooms (id, kind, name, description, owner_id, direct_key, member_count, last_seq, last_event_seq, last_activity_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)",
        room.id,
        room.kind,
        room.name.as_deref(),
        room.description.as_deref(),
        room.owner_id,
        direct_key,
        room.member_count,
        room.created_at,
    )
}

/// The direct room of a pair.
pub async fn get_direct(conn: &mut Conn, direct_key: &str) -> Result<Option<RoomId>> {
    fetch_scalar!(conn, RoomId, "SELECT id FROM rooms WHERE direct_key = $1", direct_key)
}

/// A room as such, without what depends on who looks.
pub async fn get(conn: &mut Conn, room_id: RoomId) -> Result<Option<Room>> {
    fetch_optional!(
        conn,
        Room,
        "SELECT id, kind, name, description, owner_id, member_count, created_at, last_activity_at, read_receipts FROM rooms WHERE id = $1",
        room_id,
    )
}

/// A room as one member sees it.
pub async fn get_for_member(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<Room>> {
    let row = fetch_optional!(conn, Listed, concat!(as_seen!(), " WHERE u.user_id = $2 AND u.room_id = $1"), room_id, user_id,)?;
    Ok(row.map(Listed::into_room))
}

/// A page of one person's rooms, the latest activity first, each with its last message.
pub async fn list(
    conn: &mut Conn,
    user_id: UserId,
    filter: RoomFilter,
    before: Option<(Timestamp, RoomId)>,
    limit: i64,
) -> Result<Vec<Room>> {
    let (before_at, before_id) = before.map_or((None, None), |(at, id)| (Some(at), Some(id)));
    let rows = fetch_all!(
        conn,
        Listed,
        concat!(
            as_seen!(),
            // The page is chosen first, so that nothing is counted for rooms that are not on it.
            " JOIN (SELECT p.id FROM members o JOIN rooms p ON p.id = o.room_id
                     WHERE o.user_id = $1 AND ($2 IS NULL OR p.kind = $2) AND ($6 IS NULL OR o.is_archived = $6)
                       AND NOT o.is_hidden
                       AND ($3 IS NULL OR p.last_activity_at < $3 OR (p.last_activity_at = $3 AND p.id < $4))
                     ORDER BY p.last_activity_at DESC, p.id DESC LIMIT $5) page ON page.id = r.id
              WHERE u.user_id = $1 ORDER BY r.last_activity_at DESC, r.id DESC"
        ),
        user_id,
        filter.kind,
        before_at,
        before_id,
        limit,
        filter.archived,
    )?;
    Ok(rows.into_iter().map(Listed::into_room).collect())
}

/// Changes a room's name, description and switches.
pub async fn update(conn: &mut Conn, room: &Room) -> Result<u64> {
    execute!(
        conn,
        "UPDATE rooms SET name = $2, description = $3, read_receipts = $4 WHERE id = $1",
        room.id,
        room.name.as_deref(),
        room.description.as_deref(),
        room.read_receipts.unwrap_or(true),
    )
}

/// Hands a room to another owner.
pub async fn update_owner(conn: &mut Conn, room_id: RoomId, owner_id: UserId) -> Result<u64> {
    execute!(conn, "UPDATE rooms SET owner_id = $2 WHERE id = $1", room_id, owner_id)
}

/// Adds to the count of members; gives the new count.
pub async fn add_member_count(conn: &mut Conn, room_id: RoomId, more: i64) -> Result<Option<i64>> {
    fetch_scalar!(conn, i64, "UPDATE rooms SET member_count = member_count + $2 WHERE id = $1 RETURNING member_count", room_id, more)
}

/// Takes the next number of a room's messages.
pub async fn take_seq(conn: &mut Conn, room_id: RoomId, now: Timestamp) -> Result<Option<i64>> {
    fetch_scalar!(
        conn,
        i64,
        "UPDATE rooms SET last_seq = last_seq + 1, last_activity_at = $2 WHERE id = $1 RETURNING last_seq",
        room_id,
        now,
    )
}

/// Removes a room with its messages, members and invites.
pub async fn delete(conn: &mut Conn, room_id: RoomId) -> Result<u64> {
    execute!(conn, "DELETE FROM rooms WHERE id = $1", room_id)
}

/// Rooms, by id.
pub async fn list_ids(conn: &mut Conn, after: Option<RoomId>, limit: i64) -> Result<Vec<RoomId>> {
    let rows = fetch_all!(conn, (RoomId,), "SELECT id FROM rooms WHERE $1 IS NULL OR id > $1 ORDER BY id LIMIT $2", after, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
