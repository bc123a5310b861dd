//! Refresh tokens: each is spent for its successor, and what is refused never comes to the writer.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{App, Error, Result, SignedIn, answer, end, ended, hash};
use crate::config::REFRESH_DAYS;
use crate::domain::ids::SessionId;
use crate::domain::problems;
use crate::storage;

/// How long after its use a spent refresh token is still an honest double refresh, not a theft.
const GRACE_SECS: i64 = 10;

/// Spends a refresh token for its successor. A token that was spent before signs its session out,
/// unless it comes within the grace of two tabs that refresh at once: both get the same successor.
pub async fn refresh(app: &Arc<App>, token: &str) -> Result<SignedIn> {
    let (spent, fresh) = (hash(token), URL_SAFE_NO_PAD.encode(app.tokens.successor(token)));
    let session = judge(app, spent).await?;
    let kept = hash(&fresh);
    let user = app
        .commit(move |work| {
            Box::pin(async move {
                let now = work.now();
                let known = storage::sessions::get_token(&mut work.conn, &spent).await?;
                let Some(known) = known.filter(|known| known.is_good(now)) else { return Ok(None) };
                if known.spent_at.is_some_and(|at| at.plus_secs(GRACE_SECS) < now) {
                    // Committed, though the answer is a refusal: the family is gone.
                    metrics::counter!("causerie_refresh_reuse_total").increment(1);
                    end(work, known.user_id, &[known.session_id]).await?;
                    return Ok(None);
                }
                storage::sessions::update_token_spent(&mut work.conn, &spent, now).await?;
                storage::sessions::insert_token(&mut work.conn, &kept, known.session_id, now).await?;
                let expires_at = now.plus_secs(REFRESH_DAYS * 24 * 60 * 60);
                storage::sessions::update_used(&mut work.conn, known.session_id, now, expires_at).await?;
                Ok(storage::users::get(&mut work.conn, known.user_id).await?)
            })
        })
        .await?;
    let Some(user) = user else {
        // Redis has let go of it when it was spent; it may come again.
        ended::note_token(app, spent, session, None);
        return Err(Error::new(&problems::INVALID_REFRESH_TOKEN));
    };
    answer(app, user, session, fresh, Some(spent))
}

/// Whose a token is. One that is good for nothing is refused here: somebody who tries such tokens again and again must not
/// keep the writer from its work, nor, where Redis knows the token, the database.
async fn judge(app: &Arc<App>, token: [u8; 32]) -> Result<SessionId> {
    let refuse = || Error::new(&problems::INVALID_REFRESH_TOKEN);
    if ended::has_token(app, &token).await {
        metrics::counter!("causerie_ended_refusals_total", "token" => "refresh").increment(1);
        return Err(refuse());
    }
    // The primary's answer: a replica may not know the token yet.
    let mut conn = app.db.read().await?;
    let known = storage::sessions::get_token(&mut conn, &token).await?.ok_or_else(refuse)?;
    drop(conn);
    if known.is_good(app.now()) {
        return Ok(known.session_id);
    }
    if known.revoked_at.is_some() {
        // Redis was away when it ended, or has lost it since.
        ended::note_token(app, token, known.session_id, None);
        ended::follow(app, vec![known.session_id]);
    }
    Err(refuse())
}
