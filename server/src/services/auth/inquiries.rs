//! Whether sessions live, asked of the database together.

use std::time::Duration;

use crate::domain::ids::{SessionId, UserId};
use crate::domain::sessions::Bounds;
use crate::domain::time::Timestamp;
use crate::services::together::Answering;
use crate::storage::{self, Line};

/// Who asks of sessions, over a connection of their own.
pub struct Inquiries(pub Line);

/// A session at an instant.
pub struct Inquiry {
    pub session_id: SessionId,
    pub user_id: UserId,
    pub now: Timestamp,
}

impl Answering for Inquiries {
    type Question = Inquiry;
    /// What the holder of the session must see; `None` when it is revoked or over.
    type Answer = Option<Bounds>;
    const NAME: &'static str = "inquiries";
    const BATCH: usize = 256;
    /// A request must have its 503 within 2 s.
    const PATIENCE: Duration = Duration::from_millis(1_800);

    async fn answer(&mut self, inquiries: Vec<Inquiry>) -> storage::Result<Vec<Option<Bounds>>> {
        let asked: Vec<_> = (0..).zip(&inquiries).map(|(at, inquiry)| (at, inquiry.session_id, inquiry.user_id, inquiry.now.0)).collect();
        let mut conn = self.0.take().await?;
        let found = storage::batch::list_bounds(&mut conn, &asked).await?;
        self.0.keep(conn);
        let mut bounds = vec![None; inquiries.len()];
        for (at, commits, head) in found {
            if let Some(of_one) = usize::try_from(at).ok().and_then(|at| bounds.get_mut(at)) {
                *of_one = Some(Bounds { commits, head });
            }
        }
        Ok(bounds)
    }
}
