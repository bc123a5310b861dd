//! Audit: unread messages counted again, message by message, against the arithmetic that members are told.

use super::{App, Caller, Result, access};
use crate::domain::audit::UnreadAudit;
use crate::domain::ids::RoomId;
use crate::storage;

/// How many wrong counts are named.
const NAMED: usize = 100;
/// How many rooms are read at a time, and counted in one turn of the job.
const ROOMS: i64 = 100;
/// The job leaves out a room whose recount would look at more messages: it must not be felt.
const JOB_MOST: i64 = 1_000_000;

/// Counts one room again, or all; administrators may.
pub async fn unread(app: &App, caller: &Caller, room_id: Option<RoomId>) -> Result<UnreadAudit> {
    let mut conn = app.db.read().await?;
    access::administrator(&mut conn, caller.user_id()).await?;
    drop(conn);
    let mut audit = UnreadAudit::default();
    match room_id {
        Some(room_id) => count_room(app, room_id, &mut audit).await?,
        None => {
            let mut after = None;
            while let Some(last) = next_rooms(app, after, None, &mut audit).await? {
                after = Some(last);
            }
        }
    }
    Ok(audit)
}

/// One turn of the job: the next rooms, but for very large ones; gives the last of them, or nothing after the last of all.
pub async fn turn(app: &App, after: Option<RoomId>) -> Result<Option<RoomId>> {
    next_rooms(app, after, Some(JOB_MOST), &mut UnreadAudit::default()).await
}

async fn next_rooms(app: &App, after: Option<RoomId>, most: Option<i64>, audit: &mut UnreadAudit) -> Result<Option<RoomId>> {
    let mut conn = app.db.read_long().await?;
    let rooms = storage::rooms::list_ids(&mut conn, after, ROOMS).await?;
    let mut chosen = Vec::with_capacity(rooms.len());
    for room_id in &rooms {
        let fits = match most {
            Some(most) => storage::audit::get_cost(&mut conn, *room_id).await? <= most,
            None => true,
        };
        chosen.extend(fits.then_some(*room_id));
    }
    drop(conn);
    for room_id in chosen {
        count_room(app, room_id, audit).await?;
    }
    Ok(rooms.last().copied())
}

async fn count_room(app: &App, room_id: RoomId, audit: &mut UnreadAudit) -> Result<()> {
    let mut conn = app.db.read_long().await?;
    let members = storage::audit::list_counts(&mut conn, room_id).await?;
    audit.members += members.len() as i64;
    for member in members {
        if (member.unread_count, member.mention_count) == (member.counted_unread, member.counted_mentions) {
            continue;
        }
        tracing::error!(event = "audit.unread_mismatch", found = ?member);
        metrics::counter!("causerie_unread_mismatches_total").increment(1);
        audit.mismatch_count += 1;
        if audit.mismatches.len() < NAMED {
            audit.mismatches.push(member);
        }
    }
    Ok(())
}
