//! Roles in the whole deployment, given by its operator at the command line.

use anyhow::{Context, bail};

use crate::domain::clock::Clock;
use crate::domain::names;
use crate::domain::user_roles::UserRole;
use crate::storage::{self, Db};

/// Gives a person a role. A server that runs on the same database knows it at once.
pub async fn grant(db: &Db, username: &str, role: &str) -> anyhow::Result<()> {
    let Some(role) = UserRole::parse(role) else { bail!("there is no role {role}; there is: admin") };
    let mut conn = db.write().await?;
    if storage::events::moved_at(&mut conn).await?.is_some() {
        bail!("this database was moved to another: give the role there");
    }
    let credentials = storage::users::get_credentials(&mut conn, &names::username(username)).await?;
    let user_id = credentials.with_context(|| format!("there is nobody with the username {username}"))?.id;
    storage::user_roles::insert(&mut conn, user_id, role, Clock::default().now()).await?;
    Ok(())
}
