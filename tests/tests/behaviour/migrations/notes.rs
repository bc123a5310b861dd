//! Changes what a database has noted of its migrations, behind the server's back.

use tests::catalogue::{postgres, sqlite};
use tests::{Engine, Server};

/// Runs a statement on either engine; both know `$1`.
macro_rules! execute {
    ($server:expr, $sql:literal $(, $bind:expr)*) => {
        match $server.engine {
            Engine::Sqlite => sqlx::query($sql)$(.bind($bind))*.execute(&mut sqlite($server).await).await.map(|done| done.rows_affected()),
            Engine::Postgres => sqlx::query($sql)$(.bind($bind))*.execute(&mut postgres($server).await).await.map(|done| done.rows_affected()),
        }
    };
}

/// Notes a migration that this binary does not have, as a newer one would.
pub async fn note_migration(server: &Server, version: i64) {
    let noted = execute!(
        server,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ($1, 'of the future', TRUE, $2, 1)",
        version,
        vec![0_u8; 48]
    );
    assert_eq!(noted.expect("it can be noted"), 1);
}

/// Takes the note back.
pub async fn forget_migration(server: &Server, version: i64) {
    assert_eq!(execute!(server, "DELETE FROM _sqlx_migrations WHERE version = $1", version).expect("it can be deleted"), 1);
}

/// Makes a migration look like another one that was applied under its number.
pub async fn change_checksum(server: &Server, version: i64) {
    let changed = execute!(server, "UPDATE _sqlx_migrations SET checksum = $2 WHERE version = $1", version, vec![0_u8; 48]);
    assert_eq!(changed.expect("it can be changed"), 1);
}
