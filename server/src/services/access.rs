//! Who may: every service that names a thing asks here first.

use super::{Error, Result};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::members::{Member, Role};
use crate::domain::problems;
use crate::domain::rooms::{Room, RoomKind};
use crate::domain::user_roles::UserRole;
use crate::domain::views::View;
use crate::planted::{self, Fault};
use crate::storage::{self, Conn};

/// The caller's place in a room. For anyone else the room does not exist.
pub async fn member(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Member> {
    storage::members::get(conn, room_id, user_id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))
}

/// What the caller sees of a room. For anyone else the room does not exist.
pub async fn view(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<View> {
    let view = storage::views::get(conn, room_id, user_id).await?;
    let everything = View { room_id, user_id, last_seq: i64::MAX, hidden_seq: 0, has_blocked: false };
    let view = view.or_else(|| planted::has(Fault::AccessCheckRemoved).then_some(everything));
    view.ok_or_else(|| Error::new(&problems::NOT_FOUND))
}

/// What the caller sees of the room that a message is in. For anyone else there is no such message.
pub async fn view_of_message(conn: &mut Conn, id: MessageId, user_id: UserId) -> Result<View> {
    storage::views::get_by_message(conn, id, user_id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))
}

/// Whether the caller may write in a room: not in a direct one where one has blocked the other. Also tells whether somebody
/// keeps it out of their list, where what is written brings it back.
pub async fn writer(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<bool> {
    match storage::members::get_writing(conn, room_id, user_id).await? {
        None => Err(Error::new(&problems::NOT_FOUND)),
        Some((true, _)) => Err(Error::new(&problems::BLOCKED)),
        Some((false, is_hidden)) => Ok(is_hidden),
    }
}

/// Whether a member may do what needs a role.
pub fn require_role(member: &Member, role: Role) -> Result<()> {
    if member.role < role { Err(Error::new(&problems::FORBIDDEN)) } else { Ok(()) }
}

/// Whether the caller is an administrator of the deployment.
pub async fn administrator(conn: &mut Conn, user_id: UserId) -> Result<()> {
    let is_one = storage::user_roles::exists(conn, user_id, UserRole::Admin).await?;
    if is_one { Ok(()) } else { Err(Error::new(&problems::FORBIDDEN).detail("administrators may do this")) }
}

/// The caller's place in a room, and the room.
pub async fn room(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<(Member, Room)> {
    let member = member(conn, room_id, user_id).await?;
    let room = storage::rooms::get(conn, room_id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))?;
    Ok((member, room))
}

/// The caller's place in a group, and the group; a direct room has nothing of the kind to change.
pub async fn group(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<(Member, Room)> {
    let (member, room) = room(conn, room_id, user_id).await?;
    if room.kind == RoomKind::Direct {
        return Err(Error::new(&problems::CONFLICT).detail("a direct room has no name, roles or invites, and cannot be left"));
    }
    Ok((member, room))
}
