//! Members: who is in a room now, and who was from which position of the log to which.

use super::blocks::estranged;
use super::{Conn, Result, execute, fetch_all, fetch_optional};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::members::{Member, Role};
use crate::domain::users::User;

/// A member and who that is, in one row.
#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    member: Member,
    #[sqlx(flatten)]
    user: User,
}

/// Writes a member, and the start of their interval in the log. What was said before they came is
/// read; who comes back may have spoken before.
pub async fn insert(conn: &mut Conn, member: &Member, joined_position: i64) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO memberships (user_id, room_id, joined_position) VALUES ($1, $2, $3)",
        member.user_id,
        member.room_id,
        joined_position,
    )?;
    execute!(
        conn,
        "INSERT INTO members (room_id, user_id, role, joined_at, read_seq, joined_seq, sent_seq)
         VALUES ($1, $2, $3, $4, (SELECT last_seq FROM rooms WHERE id = $1), (SELECT last_seq FROM rooms WHERE id = $1),
                 (SELECT COALESCE(MAX(seq), 0) FROM messages WHERE room_id = $1 AND sender_id = $2))",
        member.room_id,
        member.user_id,
        member.role,
        member.joined_at,
    )
}

/// Removes a member, and ends their interval in the log.
pub async fn delete(conn: &mut Conn, room_id: RoomId, user_id: UserId, left_position: i64) -> Result<u64> {
    execute!(
        conn,
        "UPDATE memberships SET left_position = $3 WHERE user_id = $1 AND room_id = $2 AND left_position IS NULL",
        user_id,
        room_id,
        left_position,
    )?;
    execute!(conn, "DELETE FROM members WHERE room_id = $1 AND user_id = $2", room_id, user_id)
}

/// Changes what a member may do.
pub async fn update_role(conn: &mut Conn, room_id: RoomId, user_id: UserId, role: Role) -> Result<u64> {
    execute!(conn, "UPDATE members SET role = $3 WHERE room_id = $1 AND user_id = $2", room_id, user_id, role)
}

/// One member.
pub async fn get(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<Member>> {
    fetch_optional!(
        conn,
        Member,
        "SELECT room_id, user_id, role, joined_at FROM members WHERE room_id = $1 AND user_id = $2",
        room_id,
        user_id,
    )
}

/// What a member who wants to write in a room must know: whether it is a direct one of which one has blocked the other, and
/// whether somebody keeps it out of their list.
pub async fn get_writing(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<(bool, bool)>> {
    fetch_optional!(
        conn,
        (bool, bool),
        concat!(
            "SELECT r.kind = 'direct' AND ",
            estranged!("m.room_id", "m.user_id"),
            ", r.kind = 'direct' AND EXISTS (SELECT 1 FROM members h WHERE h.room_id = m.room_id AND h.is_hidden)
               FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.room_id = $1 AND m.user_id = $2"
        ),
        room_id,
        user_id,
    )
}

/// A page of a room's members with who they are, by user id.
pub async fn list(conn: &mut Conn, room_id: RoomId, after: Option<UserId>, limit: i64) -> Result<Vec<Member>> {
    let rows = fetch_all!(
        conn,
        Listed,
        "SELECT m.room_id, m.user_id, m.role, m.joined_at,
                u.id, CASE WHEN u.deleted_at IS NULL THEN u.username ELSE 'deleted' END AS username, u.display_name, u.avatar_url, u.last_seen_at, u.is_bot, u.created_at
           FROM members m JOIN users u ON u.id = m.user_id
          WHERE m.room_id = $1 AND ($2 IS NULL OR m.user_id > $2) ORDER BY m.user_id LIMIT $3",
        room_id,
        after,
        limit,
    )?;
    Ok(rows.into_iter().map(|row| Member { user: Some(row.user), ..row.member }).collect())
}

/// Which rooms a person is in.
pub async fn list_room_ids(conn: &mut Conn, user_id: UserId) -> Result<Vec<RoomId>> {
    let rows = fetch_all!(conn, (RoomId,), "SELECT room_id FROM members WHERE user_id = $1 ORDER BY room_id", user_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Which rooms a person was in at a position of the log.
pub async fn room_ids_at(conn: &mut Conn, user_id: UserId, position: i64) -> Result<Vec<RoomId>> {
    let rows = fetch_all!(
        conn,
        (RoomId,),
        "SELECT room_id FROM memberships
          WHERE user_id = $1 AND joined_position <= $2 AND (left_position IS NULL OR left_position > $2)",
        user_id,
        position,
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Who follows as owner: the oldest admin, else the oldest member, other than the one who leaves.
pub async fn get_successor(conn: &mut Conn, room_id: RoomId, leaving: UserId) -> Result<Option<Member>> {
    fetch_optional!(
        conn,
        Member,
        "SELECT room_id, user_id, role, joined_at FROM members WHERE room_id = $1 AND user_id <> $2
          ORDER BY CASE role WHEN 'admin' THEN 0 ELSE 1 END, joined_at, user_id LIMIT 1",
        room_id,
        leaving,
    )
}

/// Who was in a room at a position of the log.
pub async fn user_ids_at(conn: &mut Conn, room_id: RoomId, position: i64) -> Result<Vec<UserId>> {
    let rows = fetch_all!(
        conn,
        (UserId,),
        "SELECT user_id FROM memberships
          WHERE room_id = $1 AND joined_position <= $2 AND (left_position IS NULL OR left_position > $2)",
        room_id,
        position,
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
