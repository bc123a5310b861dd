//! What makes a token worthless: which sessions have ended, and whose a refresh token is, by its hash. It can only refuse:
//! what is not known here is asked of the database, which alone says yes. Each entry ends by itself.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redis::AsyncCommands;

use super::{Bus, Redis};
use crate::domain::ids::SessionId;

impl Redis {
    fn ended_key(&self, session_id: SessionId) -> String {
        format!("{}:ended:{session_id}", self.space)
    }

    fn token_key(&self, hash: &[u8]) -> String {
        format!("{}:refresh:{}", self.space, URL_SAFE_NO_PAD.encode(hash))
    }
}

impl Bus {
    /// Notes that sessions have ended, for as long as a token of theirs could still be shown.
    pub async fn note_ended(&self, session_ids: &[SessionId], life: Duration) {
        let Self::Redis(redis) = self else { return };
        let mut pipe = redis::pipe();
        for session_id in session_ids {
            pipe.set_ex(redis.ended_key(*session_id), 1, life.as_secs()).ignore();
        }
        redis.link.ask(|mut connection| async move { pipe.query_async::<()>(&mut connection).await }).await;
    }

    /// Whether a session is known to have ended.
    pub async fn has_ended(&self, session_id: SessionId) -> bool {
        let Self::Redis(redis) = self else { return false };
        let key = redis.ended_key(session_id);
        redis.link.ask(|mut connection| async move { connection.exists(key).await }).await.unwrap_or(false)
    }

    /// Notes whose a refresh token is, in the place of the one that it follows.
    pub async fn note_token(&self, hash: &[u8], session_id: SessionId, follows: Option<&[u8]>, life: Duration) {
        let Self::Redis(redis) = self else { return };
        let mut pipe = redis::pipe();
        pipe.set_ex(redis.token_key(hash), session_id.to_string(), life.as_secs()).ignore();
        if let Some(spent) = follows {
            pipe.del(redis.token_key(spent)).ignore();
        }
        redis.link.ask(|mut connection| async move { pipe.query_async::<()>(&mut connection).await }).await;
    }

    /// Whose a refresh token is, if that is known.
    pub async fn session_of_token(&self, hash: &[u8]) -> Option<SessionId> {
        let Self::Redis(redis) = self else { return None };
        let key = redis.token_key(hash);
        let found: Option<String> = redis.link.ask(|mut connection| async move { connection.get(key).await }).await?;
        found?.parse().ok().map(SessionId)
    }
}
