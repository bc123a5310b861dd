//! Blocks: who does not want to hear from whom.

use super::{Conn, Result, execute, fetch_all, fetch_scalar};
use crate::domain::blocks::Block;
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;
use crate::domain::users::User;

/// A blocked person and who that is, in one row.
#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    block: Block,
    #[sqlx(flatten)]
    user: User,
}

/// Whether of a room's two people, or of a person and any other of its members, one has blocked the other.
macro_rules! estranged {
    ($room:literal, $person:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM members o JOIN blocks b ON (b.blocker_id = o.user_id AND b.blocked_id = ",
            $person,
            ") OR (b.blocker_id = ",
            $person,
            " AND b.blocked_id = o.user_id) WHERE o.room_id = ",
            $room,
            " AND o.user_id <> ",
            $person,
            ")"
        )
    };
}

pub(super) use estranged;

/// Blocks somebody; a count of 0 says that they were already.
pub async fn insert(conn: &mut Conn, blocker_id: UserId, blocked_id: UserId, now: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        blocker_id,
        blocked_id,
        now,
    )
}

/// Unblocks somebody; a count of 0 says that they were not blocked.
pub async fn delete(conn: &mut Conn, blocker_id: UserId, blocked_id: UserId) -> Result<u64> {
    execute!(conn, "DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2", blocker_id, blocked_id)
}

/// Whether one person has blocked another.
pub async fn exists(conn: &mut Conn, blocker_id: UserId, blocked_id: UserId) -> Result<bool> {
    let found =
        fetch_scalar!(conn, UserId, "SELECT blocked_id FROM blocks WHERE blocker_id = $1 AND blocked_id = $2", blocker_id, blocked_id)?;
    Ok(found.is_some())
}

/// Whether of two people one has blocked the other.
pub async fn exists_between(conn: &mut Conn, one: UserId, other: UserId) -> Result<bool> {
    Ok(exists(conn, one, other).await? || exists(conn, other, one).await?)
}

/// A page of whom a person has blocked, with who they are, by their ids.
pub async fn list(conn: &mut Conn, blocker_id: UserId, after: Option<UserId>, limit: i64) -> Result<Vec<Block>> {
    let rows = fetch_all!(
        conn,
        Listed,
        "SELECT b.blocked_id AS user_id, b.created_at AS blocked_at,
                u.id, CASE WHEN u.deleted_at IS NULL THEN u.username ELSE 'deleted' END AS username, u.display_name, u.avatar_url,
                u.last_seen_at, u.is_bot, u.created_at
           FROM blocks b JOIN users u ON u.id = b.blocked_id
          WHERE b.blocker_id = $1 AND ($2 IS NULL OR b.blocked_id > $2) ORDER BY b.blocked_id LIMIT $3",
        blocker_id,
        after,
        limit,
    )?;
    Ok(rows.into_iter().map(|row| Block { user: Some(row.user), ..row.block }).collect())
}
