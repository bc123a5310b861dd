//! Buckets that this node shares with the others.

use super::App;
use crate::domain::quotas::{Outcome, Policy};

/// Takes a token of a subject's shared bucket; `None` when this node counts alone.
pub async fn admit(app: &App, policy: Policy, subject: &str) -> Option<Outcome> {
    app.nodes.bus().take_token(policy, subject).await
}
