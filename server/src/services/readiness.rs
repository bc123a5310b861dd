//! Readiness: whether this node can serve now. The database must answer; without the rest it goes on.

use std::time::Duration;

use tokio::time::timeout;

use super::{App, Error, Result};
use crate::domain::problems;
use crate::domain::readiness::{Dependency, DependencyState, Readiness};

/// How long the database may take to answer.
const PROBE: Duration = Duration::from_secs(1);

/// Asks the database for a sign of life, and tells how the other dependencies are.
pub async fn get(app: &App) -> Result<Readiness> {
    let ping = async { app.db.read().await?.ping().await };
    if !matches!(timeout(PROBE, ping).await, Ok(Ok(()))) {
        return Err(Error::new(&problems::UNAVAILABLE).detail("The database does not answer.").retry_after(1));
    }
    let database = Dependency { name: "database".to_owned(), state: DependencyState::Up };
    let replicas = app.db.replicas().iter().map(|replica| Dependency { name: replica.name().to_owned(), state: replica.state().into() });
    let redis = app
        .nodes
        .bus()
        .is_up()
        .map(|is_up| Dependency { name: "redis".to_owned(), state: if is_up { DependencyState::Up } else { DependencyState::Down } });
    Ok(Readiness::of(std::iter::once(database).chain(replicas).chain(redis).collect()))
}
