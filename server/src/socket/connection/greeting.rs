//! The beginning of a connection: hello, what was missed, and the place in the hub's books without a hole between.

use std::collections::HashSet;

use poem_openapi::types::ToJSON;
use serde_json::json;
use tokio::time::timeout;

use super::{Ended, HEARTBEAT, Out, WRITE_TIMEOUT};
use crate::domain::ids::UserId;
use crate::services::hub::mailbox::Close;
use crate::services::hub::{self, Glance, Registration};
use crate::services::stream::{self, Judged};
use crate::services::{Result, presence};

impl Out {
    /// Greets, gives what was missed, and enters the hub's books without a hole between.
    pub(super) async fn start(&mut self, cursor: Option<String>) -> Result<std::result::Result<Registration, Ended>> {
        let user_id = self.identity.user_id;
        let judged = match &cursor {
            Some(text) => Some(stream::judge(&self.app, text).await?),
            None => None,
        };
        count_resumption(judged.as_ref());
        let Glance { rooms, sight } = hub::glance(&self.app, user_id).await?;
        let online = self.app.hub.online_in(&rooms, &sight);
        let from = match judged {
            Some(Judged::After(position)) => Some(position),
            _ => None,
        };
        if let Some(position) = from
            // A cursor of a poll may be a moment ahead of the hub; what it has passed must not come again.
            && timeout(WRITE_TIMEOUT, self.app.hub.reached(position)).await.is_err()
        {
            return Ok(Err(Some(Close::INTERNAL)));
        }
        self.position = from.unwrap_or_else(|| self.app.hub.position());
        if let Err(ended) = self.hello(&online, cursor).await {
            return Ok(Err(ended));
        }
        if from.is_some() {
            // Most of it while the hub need not keep anything for this connection.
            let upto = self.app.hub.position();
            if let Err(ended) = self.replay(upto).await? {
                return Ok(Err(ended));
            }
        }
        let registration = match hub::register(&self.app, &self.identity).await? {
            Ok(registration) => registration,
            Err(close) => return Ok(Err(Some(close))),
        };
        if from.is_some()
            && let Err(ended) = self.replay(registration.position).await?
        {
            return Ok(Err(ended));
        }
        self.position = self.position.max(registration.position);
        // Those who came or went since the greeting.
        let present = self.app.hub.online_in(&registration.rooms, &registration.sight);
        for other in present.symmetric_difference(&online).filter(|other| **other != user_id) {
            registration.mailbox.whisper(presence::frame(&self.app, *other));
        }
        let now = self.cursor(registration.position);
        let text = match judged {
            Some(Judged::Resync(reason)) => stream::fleeting(&self.app, "resync", json!({ "reason": reason, "cursor": now })),
            _ => stream::fleeting(&self.app, "caught_up", json!({ "cursor": now })),
        };
        Ok(self.text(text).await.map(|()| registration))
    }

    async fn hello(&mut self, online: &HashSet<UserId>, cursor: Option<String>) -> std::result::Result<(), Ended> {
        // Who is cut off before `resync` keeps the cursor that it is about, and so is told of it the next time.
        let cursor = cursor.unwrap_or_else(|| self.cursor(self.position));
        let data = json!({
            "user_id": self.identity.user_id,
            "session_id": self.identity.session_id,
            "heartbeat_interval_ms": HEARTBEAT.as_millis() as u64,
            "online_user_ids": online,
            "server_time": self.app.now().to_json(),
            "cursor": cursor,
        });
        let text = stream::fleeting(&self.app, "hello", data);
        self.text(text).await
    }
}

/// Counts how a client that brought a cursor was served.
fn count_resumption(judged: Option<&Judged>) {
    let (outcome, reason) = match judged {
        None => return,
        Some(Judged::After(_)) => ("resumed", ""),
        Some(Judged::Resync(reason)) => ("resync", *reason),
    };
    metrics::counter!("causerie_ws_resume_total", "outcome" => outcome, "reason" => reason).increment(1);
}
