//! Signing in and out: accounts, sessions, rotating refresh tokens (RFC 9700, 4.14.2) and tickets.

pub mod ended;
pub mod inquiries;
mod refreshing;

use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use self::inquiries::Inquiry;
pub use self::refreshing::refresh;
use super::{App, Caller, Done, Error, Request, Result, Work, passwords, tokens};
use crate::config::REFRESH_DAYS;
use crate::domain::events::{Audience, Event, SessionsRevokedData};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::sessions::{Bounds, Identity, Session};
use crate::domain::time::Timestamp;
use crate::domain::users::{DELETED, User};
use crate::domain::{names, problems};
use crate::storage;

/// How long a ticket lives.
const TICKET_SECS: i64 = 30;

/// An account to be made.
pub struct NewAccount {
    pub username: String,
    pub password: String,
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub device_name: Option<String>,
}

/// What signing in gives.
pub struct SignedIn {
    pub user: User,
    pub session_id: SessionId,
    pub access_token: String,
    /// In base64url, 256 random bits.
    pub refresh_token: String,
}

/// A one-use key to the event stream.
pub struct NewTicket {
    pub ticket: String,
    pub expires_at: Timestamp,
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn secret(app: &App) -> String {
    URL_SAFE_NO_PAD.encode(app.secret::<32>())
}

/// Makes an account and signs it in.
pub async fn register(app: &Arc<App>, _: &Request, new: NewAccount) -> Result<SignedIn> {
    passwords::judge(&new.password, &new.username, "/password")?;
    let username = names::username(&new.username);
    if username == DELETED {
        return Err(Error::new(&problems::USERNAME_TAKEN).fault("/username", "is taken"));
    }
    let password_hash = app.passwords.hash(&new.password).await?;
    let user = User {
        id: UserId(app.uuid()),
        username: username.clone(),
        display_name: new.display_name.unwrap_or(new.username),
        avatar_url: None,
        email: new.email,
        is_online: false,
        last_seen_at: None,
        is_bot: false,
        created_at: app.now(),
    };
    let (made, session, token) = (user.clone(), SessionId(app.uuid()), secret(app));
    let kept = hash(&token);
    app.commit(move |work| {
        Box::pin(async move {
            if storage::users::exists(&mut work.conn, &username).await? {
                return Err(Error::new(&problems::USERNAME_TAKEN).fault("/username", "is taken"));
            }
            storage::users::insert(&mut work.conn, &made, &password_hash).await?;
            open(work, made.id, session, new.device_name, &kept).await
        })
    })
    .await?;
    answer(app, user, session, token, None)
}

/// Signs in by name and password; an unknown name costs and answers the same as a wrong password.
pub async fn login(app: &Arc<App>, request: &Request, username: &str, password: &str, device_name: Option<String>) -> Result<SignedIn> {
    let username = names::username(username);
    app.brute_force.check(&username, request.address, app.now())?;
    let mut conn = app.db.read().await?;
    let found = storage::users::get_credentials(&mut conn, &username).await?;
    drop(conn);
    let fits = app.passwords.verify(password, found.as_ref().map(|known| known.password_hash.as_str())).await?;
    judge_attempt(app, &username, request.address, fits)?;
    let known = found.ok_or_else(|| Error::new(&problems::INVALID_CREDENTIALS))?;
    let (user_id, session, token) = (known.id, SessionId(app.uuid()), secret(app));
    let kept = hash(&token);
    let user = app
        .commit(move |work| {
            Box::pin(async move {
                let user = storage::users::get(&mut work.conn, user_id).await?;
                let user = user.ok_or_else(|| Error::new(&problems::INVALID_CREDENTIALS))?;
                // The password may have been changed while it was checked.
                if storage::users::get_password_hash(&mut work.conn, user_id).await?.as_deref() != Some(known.password_hash.as_str()) {
                    return Err(Error::new(&problems::INVALID_CREDENTIALS));
                }
                open(work, user_id, session, device_name, &kept).await?;
                Ok(user)
            })
        })
        .await?;
    answer(app, user, session, token, None)
}

/// Judges and counts an attempt whose password was looked at.
fn judge_attempt(app: &App, username: &str, address: Option<IpAddr>, fits: bool) -> Result<()> {
    let judged = app.brute_force.judge(username, address, fits, app.now());
    metrics::counter!("causerie_auth_attempts_total", "result" => if judged.is_ok() { "ok" } else { "refused" }).increment(1);
    judged
}

async fn open(work: &mut Work, user_id: UserId, id: SessionId, device_name: Option<String>, token: &[u8]) -> Result<()> {
    let now = work.now();
    let expires_at = now.plus_secs(REFRESH_DAYS * 24 * 60 * 60);
    let session = Session { id, device_name, created_at: now, last_used_at: now, expires_at, is_current: true };
    storage::sessions::insert(&mut work.conn, &session, user_id).await?;
    storage::sessions::insert_token(&mut work.conn, token, id, now).await?;
    Ok(())
}

/// What is given out, the refresh token in the place of the one that was spent for it.
fn answer(app: &Arc<App>, mut user: User, session_id: SessionId, refresh_token: String, spent: Option<[u8; 32]>) -> Result<SignedIn> {
    ended::note_token(app, hash(&refresh_token), session_id, spent);
    user.is_online = app.hub.is_online(user.id);
    let access_token = app.tokens.sign(user.id, session_id, app.uuid(), app.now())?;
    Ok(SignedIn { user, session_id, access_token, refresh_token })
}

/// Ends sessions: their requests get 401, and their sockets hear of it through the log.
async fn end(work: &mut Work, user_id: UserId, sessions: &[SessionId]) -> Result<()> {
    let (mut session_ids, now) = (Vec::new(), work.now());
    for id in sessions {
        if storage::sessions::update_revoked(&mut work.conn, *id, user_id, now).await? > 0 {
            session_ids.push(*id);
        }
    }
    if !session_ids.is_empty() {
        work.emit(Audience::User(user_id), &Event::SessionsRevoked(SessionsRevokedData { session_ids }));
    }
    Ok(())
}

/// Ends every session of a person but one.
pub(super) async fn end_all(work: &mut Work, user_id: UserId, but: Option<SessionId>) -> Result<()> {
    let now = work.now();
    let sessions = storage::sessions::list(&mut work.conn, user_id, now).await?;
    let ids: Vec<_> = sessions.into_iter().map(|session| session.id).filter(|id| Some(*id) != but).collect();
    end(work, user_id, &ids).await
}

/// Signs out: the session of the refresh token given, when it is the caller's, else this one.
pub async fn revoke(app: &Arc<App>, caller: &Caller, token: Option<&str>) -> Result<Done> {
    let (me, current, given) = (caller.user_id(), caller.identity.session_id, token.map(hash));
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let session = match given {
                None => Some(current),
                Some(given) => {
                    storage::sessions::get_token(&mut work.conn, &given).await?.filter(|t| t.user_id == me).map(|t| t.session_id)
                }
            };
            // An unknown token is as signed out as can be (RFC 7009, 2.2).
            end(work, me, session.as_slice()).await?;
            Ok(Done::DONE)
        })
    })
    .await
}

/// Signs out everywhere.
pub async fn revoke_all(app: &Arc<App>, caller: &Caller) -> Result<Done> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            end_all(work, me, None).await?;
            Ok(Done::DONE)
        })
    })
    .await
}

/// The caller's signed-in devices.
pub async fn sessions(app: &App, caller: &Caller) -> Result<Vec<Session>> {
    let (me, now) = (caller.user_id(), app.now());
    let listed = app.read(caller, move |conn| Box::pin(async move { Ok(storage::sessions::list(conn, me, now).await?) }));
    let mut sessions = listed.await?;
    for session in &mut sessions {
        session.is_current = session.id == caller.identity.session_id;
    }
    Ok(sessions)
}

/// Signs one of the caller's devices out.
pub async fn delete_session(app: &Arc<App>, caller: &Caller, id: SessionId) -> Result<Done> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let now = work.now();
            if !storage::sessions::is_live(&mut work.conn, id, me, now).await? {
                return Err(Error::new(&problems::NOT_FOUND));
            }
            end(work, me, &[id]).await?;
            Ok(Done::DONE)
        })
    })
    .await
}

/// Changes the password and signs every other device out.
pub async fn change_password(app: &Arc<App>, caller: &Caller, current: &str, new: &str) -> Result<Done> {
    let (me, keep) = (caller.user_id(), caller.identity.session_id);
    let mut conn = app.db.read().await?;
    let user = storage::users::get(&mut conn, me).await?.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))?;
    let kept = storage::users::get_password_hash(&mut conn, me).await?;
    drop(conn);
    passwords::judge(new, &user.username, "/new_password")?;
    app.brute_force.check(&user.username, caller.request.address, app.now())?;
    let fits = app.passwords.verify(current, kept.as_deref()).await?;
    judge_attempt(app, &user.username, caller.request.address, fits)
        .map_err(|refusal| if fits { refusal } else { refusal.fault("/current_password", "is wrong") })?;
    let password_hash = app.passwords.hash(new).await?;
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            storage::users::update_password_hash(&mut work.conn, me, &password_hash).await?;
            end_all(work, me, Some(keep)).await?;
            Ok(Done::DONE)
        })
    })
    .await
}

/// Who an access token speaks for, if its session still stands, and what they must see.
pub async fn authenticate(app: &App, token: &str) -> Result<(Identity, Bounds)> {
    let identity = app.tokens.verify(token, app.now())?;
    if app.ended.has(identity.session_id) {
        metrics::counter!("causerie_ended_refusals_total", "token" => "access").increment(1);
        return Err(Error::new(&problems::UNAUTHORIZED));
    }
    let Identity { session_id, user_id, .. } = identity;
    let bounds = app.inquiries.ask(Inquiry { session_id, user_id, now: app.now() }).await?;
    Ok((identity, bounds.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))?))
}

/// A ticket for the event stream, for clients that cannot send headers there.
pub async fn create_ticket(app: &Arc<App>, caller: &Caller) -> Result<NewTicket> {
    let (identity, ticket) = (caller.identity, secret(app));
    let kept = hash(&ticket);
    let expires_at = app
        .commit(move |work| {
            Box::pin(async move {
                let expires_at = work.now().plus_secs(TICKET_SECS);
                storage::tickets::insert(&mut work.conn, &kept, identity.session_id, identity.user_id, expires_at).await?;
                Ok(expires_at)
            })
        })
        .await?;
    Ok(NewTicket { ticket, expires_at })
}

/// Takes a ticket, once. The socket it opens lives as long as an access token of that moment would.
pub async fn redeem_ticket(app: &Arc<App>, ticket: &str) -> Result<Identity> {
    let kept = hash(ticket);
    let mut conn = app.db.read().await?;
    if !storage::tickets::exists(&mut conn, &kept).await? {
        // Made-up ones must not keep the writer from its work.
        return Err(Error::new(&problems::UNAUTHORIZED));
    }
    drop(conn);
    app.commit(move |work| {
        Box::pin(async move {
            let now = work.now();
            let taken = storage::tickets::take(&mut work.conn, &kept).await?.filter(|taken| taken.expires_at > now);
            let Some(taken) = taken else { return Ok(None) };
            let live = storage::sessions::is_live(&mut work.conn, taken.session_id, taken.user_id, now).await?;
            let expires_at = now.plus_secs(tokens::LIFE_SECS);
            Ok(live.then_some(Identity { user_id: taken.user_id, session_id: taken.session_id, expires_at }))
        })
    })
    .await?
    .ok_or_else(|| Error::new(&problems::UNAUTHORIZED))
}
