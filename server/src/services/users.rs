//! People: their records, as others see them and as they see themselves.

use std::sync::Arc;

use poem_openapi::types::MaybeUndefined;

use super::requests::Mark;
use super::{App, Caller, Done, Error, Page, Result, Work, auth, members};
use crate::domain::events::{Audience, Event, UserData};
use crate::domain::ids::UserId;
use crate::domain::problems;
use crate::domain::time::Timestamp;
use crate::domain::users::User;
use crate::storage::{self, Conn};

/// What to change of one's own record: absent is left alone, `null` is cleared.
pub struct UserChange {
    pub display_name: Option<String>,
    pub avatar_url: MaybeUndefined<String>,
    pub email: MaybeUndefined<String>,
}

/// Whom to list: people whose name begins so; with `online`, only those who are here, or who are not.
#[derive(Clone)]
pub struct Find {
    pub prefix: String,
    pub online: Option<bool>,
}

/// People, by their ids.
pub async fn list(app: &Arc<App>, caller: &Caller, find: Find, cursor: Option<&str>, limit: i64) -> Result<Page<User>> {
    let after = Mark::parse(cursor)?.map(|mark| UserId(mark.id));
    let maker = app.clone();
    let listed = app.read(caller, move |conn| {
        let (app, find) = (maker.clone(), find.clone());
        Box::pin(async move { list_with(conn, &app, &find, after, limit).await })
    });
    Ok(Page::of(listed.await?, limit, |user| Mark { at: 0, id: user.id.0 }))
}

async fn list_with(conn: &mut Conn, app: &App, find: &Find, mut after: Option<UserId>, limit: i64) -> Result<Vec<User>> {
    let mut users = Vec::new();
    // Presence is not in the rows, so pages are read until enough of them fit.
    while users.len() as i64 <= limit {
        let read = storage::users::list(conn, &find.prefix, after, limit + 1).await?;
        after = read.last().map(|user| user.id);
        let is_end = (read.len() as i64) <= limit;
        users.extend(read.into_iter().map(|user| seen(app, user)).filter(|user| find.online.is_none_or(|wanted| wanted == user.is_online)));
        if is_end {
            break;
        }
    }
    Ok(users)
}

/// A record with what the hub knows of the person.
pub(super) fn seen(app: &App, user: User) -> User {
    User { is_online: app.hub.is_online(user.id), ..user }
}

/// One's own record.
pub async fn me(app: &App, caller: &Caller) -> Result<User> {
    let me = caller.user_id();
    let user = app.read(caller, move |conn| Box::pin(async move { Ok(storage::users::get(conn, me).await?) })).await?;
    user.map(|user| seen(app, user)).ok_or_else(|| Error::new(&problems::UNAUTHORIZED))
}

/// Another's record, without what only they may see. Of someone who deleted their account, only that is left.
pub async fn get(app: &App, caller: &Caller, id: UserId) -> Result<User> {
    if id == caller.user_id() {
        return me(app, caller).await;
    }
    let found = app.caches.profiles.get(app, caller, vec![id.0], "public", move |conn| {
        Box::pin(async move { storage::users::get_anyone(conn, id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND)) })
    });
    Ok(seen(app, found.await?))
}

/// Changes one's own record.
pub async fn update(app: &Arc<App>, caller: &Caller, change: UserChange) -> Result<User> {
    let me = caller.user_id();
    let maker = app.clone();
    let changed = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let mut user = storage::users::get(&mut work.conn, me).await?.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))?;
                if let Some(name) = change.display_name {
                    user.display_name = name;
                }
                merge(&mut user.avatar_url, change.avatar_url);
                merge(&mut user.email, change.email);
                storage::users::update(&mut work.conn, &user).await?;
                announce(work, &seen(&maker, user.clone())).await?;
                Ok(user)
            })
        })
        .await?;
    Ok(seen(app, changed))
}

fn merge(field: &mut Option<String>, change: MaybeUndefined<String>) {
    match change {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *field = None,
        MaybeUndefined::Value(value) => *field = Some(value),
    }
}

/// Tells a person's devices, and the rooms they are in.
async fn announce(work: &mut Work, user: &User) -> Result<()> {
    let public = Event::UserUpdated(UserData { user: User { email: None, ..user.clone() } });
    for room_id in storage::members::list_room_ids(&mut work.conn, user.id).await? {
        work.emit(Audience::Room(room_id), &public);
    }
    // Last, so that one's own devices, which hear the others too, end with the whole record.
    work.emit(Audience::User(user.id), &Event::UserUpdated(UserData { user: user.clone() }));
    Ok(())
}

/// Writes down when a person was last here, and tells their devices that their record changed.
pub(super) async fn set_last_seen(app: &Arc<App>, user_id: UserId, at: Timestamp) -> Result<()> {
    let maker = app.clone();
    app.commit(move |work| {
        Box::pin(async move {
            if storage::presence::set_last_seen(&mut work.conn, user_id, at).await? > 0
                && let Some(user) = storage::users::get(&mut work.conn, user_id).await?
            {
                work.emit(Audience::User(user_id), &Event::UserUpdated(UserData { user: seen(&maker, user) }));
            }
            Ok(())
        })
    })
    .await
}

/// Deletes one's own account: groups are left, devices signed out, the name is free again.
pub async fn delete(app: &Arc<App>, caller: &Caller) -> Result<Done> {
    let me = caller.user_id();
    let maker = app.clone();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let user = storage::users::get(&mut work.conn, me).await?.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))?;
            members::leave_all(work, &maker, me).await?;
            let now = work.now();
            // A space stands in no username, so the freed name never meets another.
            storage::users::update_deleted(&mut work.conn, me, &format!("deleted {me}"), now).await?;
            let gone = storage::users::get_anyone(&mut work.conn, me).await?.unwrap_or(user);
            announce(work, &gone).await?;
            auth::end_all(work, me, None).await?;
            Ok(Done::DONE)
        })
    })
    .await
}
