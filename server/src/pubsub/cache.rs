//! What one node has read, for the others to spare the database.

use std::time::Duration;

use super::{Bus, Redis};

impl Bus {
    /// What a node has kept under a key, if it is still there.
    pub async fn cached(&self, key: &str) -> Option<String> {
        let Self::Redis(redis) = self else { return None };
        let key = redis.cache_key(key);
        redis.link.ask(|mut connection| async move { redis::cmd("GET").arg(key).query_async(&mut connection).await }).await?
    }

    /// Keeps something under a key for a while.
    pub async fn cache(&self, key: &str, text: String, life: Duration) {
        let Self::Redis(redis) = self else { return };
        let key = redis.cache_key(key);
        let set = |mut connection| async move {
            redis::cmd("SET").arg(key).arg(text).arg("PX").arg(life.as_millis() as u64).exec_async(&mut connection).await
        };
        redis.link.ask(set).await;
    }
}

impl Redis {
    fn cache_key(&self, key: &str) -> String {
        format!("{}:cache:{key}", self.space)
    }
}
