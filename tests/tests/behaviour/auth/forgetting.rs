//! What is forgotten of sessions: tokens that were spent long ago, and sessions that are over.

use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tests::{Engine, Person, Server, on_both_engines};
use uuid::Uuid;

on_both_engines![tokens_spent_long_ago_and_sessions_that_are_over_are_forgotten];

/// How long a refresh token lives, and a minute.
const LIFE_MS: i64 = (30 * 24 * 60 + 1) * 60 * 1000;
/// A node sweeps when it starts, some at a time, and again soon when there was more.
const SOON: Duration = Duration::from_secs(20);
/// More than one turn sweeps.
const MANY: i64 = 12_000;

/// A connection to the server's database, in whichever engine's hands it is.
macro_rules! on {
    ($server:expr, |$conn:ident| $run:expr) => {
        match $server.engine {
            Engine::Sqlite => {
                let options: SqliteConnectOptions = $server.database_url().parse().expect("it is a URL");
                let $conn = &mut SqliteConnection::connect_with(&options).await.expect("the file can be opened");
                $run
            }
            Engine::Postgres => {
                let $conn = &mut PgConnection::connect(&$server.database_url()).await.expect("the database can be reached");
                $run
            }
        }
    };
}

/// Makes what a session's tokens and its end are by about the life of a token older.
async fn age(server: &Server, session_id: &str) {
    let id: Uuid = session_id.parse().expect("it is an id");
    let tokens = "UPDATE refresh_tokens SET spent_at = spent_at - $1, created_at = created_at - $1 WHERE session_id = $2";
    let changed = on!(server, |conn| sqlx::query(tokens).bind(LIFE_MS).bind(id).execute(conn).await.map(|done| done.rows_affected()));
    assert_eq!(changed.expect("they can be changed"), 2, "one that was spent, and one that was not");
}

/// Makes a session one that nobody has used for the life of a token.
async fn leave_alone(server: &Server, session_id: &str) {
    age(server, session_id).await;
    let id: Uuid = session_id.parse().expect("it is an id");
    let session = "UPDATE sessions SET expires_at = expires_at - $1 WHERE id = $2";
    let changed = on!(server, |conn| sqlx::query(session).bind(LIFE_MS).bind(id).execute(conn).await.map(|done| done.rows_affected()));
    assert_eq!(changed.expect("it can be changed"), 1);
}

/// Gives a session many tokens that were spent, as a device has that refreshes for years.
async fn spend_many(server: &Server, session_id: &str) {
    let hash = if server.engine == Engine::Sqlite { "randomblob(32)" } else { "sha256(n::text::bytea)" };
    let tokens = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY})
         INSERT INTO refresh_tokens (hash, session_id, created_at, spent_at) SELECT {hash}, $1, 1, 1 FROM numbers"
    );
    let id: Uuid = session_id.parse().expect("it is an id");
    let tokens = sqlx::AssertSqlSafe(tokens);
    let written = on!(server, |conn| sqlx::query(tokens).bind(id).execute(conn).await.map(|done| done.rows_affected()));
    assert_eq!(written.expect("they can be written"), MANY.unsigned_abs());
}

/// How many sessions and refresh tokens there are.
async fn counts(server: &Server) -> (i64, i64) {
    let query = "SELECT (SELECT COUNT(*) FROM sessions), (SELECT COUNT(*) FROM refresh_tokens)";
    on!(server, |conn| sqlx::query_as(query).fetch_one(conn).await.expect("they can be counted"))
}

async fn next(server: &Server, device: &Person) -> Person {
    Person::of(server, &super::refresh(server, &device.refresh_token).await.expect(200))
}

async fn tokens_spent_long_ago_and_sessions_that_are_over_are_forgotten(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let (phone, tablet) = (Person::login(server, "ada").await, Person::login(server, "ada").await);
    let second = next(server, &desk).await;
    for device in [&phone, &tablet] {
        next(server, device).await;
    }
    tablet.post_empty("/auth/revoke").await.expect(204);
    server.terminate().await;
    age(server, &desk.session_id).await;
    for over in [&phone, &tablet] {
        leave_alone(server, &over.session_id).await;
    }
    spend_many(server, &phone.session_id).await;
    assert_eq!(counts(server).await, (3, 6 + MANY));

    server.run().await;
    let begun = Instant::now();
    while counts(server).await != (1, 1) {
        assert!(begun.elapsed() < SOON, "{:?} are left", counts(server).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // What was spent just now is remembered.
    let third = next(server, &second).await;
    assert_eq!(counts(server).await, (1, 2));
    // One that is forgotten is refused like any that never was.
    super::refresh(server, &desk.refresh_token).await.problem(401, "invalid_refresh_token");
    super::is_signed_in(&third).await;
    for over in [&phone, &tablet] {
        super::is_signed_out(server, over).await;
    }
}
