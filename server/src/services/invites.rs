//! Invites: a code that lets its holder into a group.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{App, Caller, Error, Made, Result, access, members, rooms};
use crate::domain::ids::RoomId;
use crate::domain::invites::Invite;
use crate::domain::members::Role;
use crate::domain::problems;
use crate::domain::rooms::Room;
use crate::storage;

/// Makes a code for a group; its admins and its owner may.
pub async fn create(
    app: &Arc<App>,
    caller: &Caller,
    room_id: RoomId,
    expires_in_secs: Option<i64>,
    max_uses: Option<i64>,
) -> Result<Invite> {
    let me = caller.user_id();
    let code = URL_SAFE_NO_PAD.encode(app.secret::<16>());
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let (member, _) = access::group(&mut work.conn, room_id, me).await?;
            access::require_role(&member, Role::Admin)?;
            let created_at = work.now();
            let expires_at = expires_in_secs.map(|secs| created_at.plus_secs(secs));
            let invite = Invite { code, room_id, created_by: me, created_at, expires_at, max_uses, uses: 0 };
            storage::invites::insert(&mut work.conn, &invite).await?;
            Ok(invite)
        })
    })
    .await
}

/// Joins the group of a code. A member already is let in again without a use.
pub async fn accept(app: &Arc<App>, caller: &Caller, code: String) -> Result<Made<Room>> {
    let me = caller.user_id();
    let maker = app.clone();
    let accepted = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let invite = storage::invites::get(&mut work.conn, &code).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))?;
                if storage::members::get(&mut work.conn, invite.room_id, me).await?.is_none() {
                    let expired = invite.expires_at.is_some_and(|at| at <= work.now());
                    if expired || invite.max_uses.is_some_and(|most| invite.uses >= most) {
                        return Err(Error::new(&problems::GONE));
                    }
                    storage::invites::update_uses(&mut work.conn, &code).await?;
                }
                let joined = members::join(&maker, work, invite.room_id, me, Role::Member).await?;
                Ok(Made { created: joined.created, value: rooms::require(&mut work.conn, invite.room_id, me).await? })
            })
        })
        .await?;
    Ok(Made { value: rooms::with_present_message(app, caller, accepted.value).await?, ..accepted })
}
