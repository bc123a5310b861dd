//! Migrations: up, down and up again on both engines, the same tables on both, and databases that are not for this binary.

mod notes;

use std::collections::BTreeMap;
use std::process::Output;

use tests::catalogue::Catalogue;
use tests::engine::Database;
use tests::person::told;
use tests::{Engine, Person, Server, on_both_engines};

on_both_engines![
    up_and_down_and_up_again_gives_the_same_tables,
    serve_migrates_an_empty_database_by_itself,
    a_newer_database_is_refused_with_the_reason,
    a_database_with_another_history_is_refused_with_the_reason,
    going_down_and_up_empties_the_database_and_it_serves_again,
];

/// A server of the same engine that does not run, on a database that nobody has touched.
fn untouched(server: &Server) -> Server {
    Server::idle(server.engine, Database::new(server.engine), &[("CAUSERIE_RATE_LIMITS", "off")], &[])
}

async fn run(server: &Server, arguments: &[&str]) -> Output {
    server.command(arguments).output().await.expect("the binary can be started")
}

/// What `migrate` says: each version and whether it is applied.
async fn migrate(server: &Server, direction: &str) -> BTreeMap<String, String> {
    let output = run(server, &["migrate", direction]).await;
    let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "migrate {direction}: {errors}");
    let states: BTreeMap<String, String> = text
        .lines()
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            assert!(words.len() >= 3 && matches!(words[1], "applied" | "missing"), "migrate {direction}: {text}");
            (words[0].to_owned(), words[1].to_owned())
        })
        .collect();
    assert_eq!(states.len(), text.lines().count(), "each version stands there once: {text}");
    states
}

fn count(states: &BTreeMap<String, String>, state: &str) -> usize {
    states.values().filter(|found| *found == state).count()
}

async fn up_and_down_and_up_again_gives_the_same_tables(server: &Server) {
    let idle = untouched(server);
    assert!(Catalogue::read(&idle).await.tables.is_empty());
    let before = migrate(&idle, "status").await;
    assert_eq!(count(&before, "applied"), 0, "{before:?}");
    let up = migrate(&idle, "up").await;
    assert_eq!(count(&up, "missing"), 0, "{up:?}");
    assert_eq!(migrate(&idle, "status").await, up);
    let first = Catalogue::read(&idle).await;
    assert!(first.tables.len() >= 10, "{first:?}");
    assert_eq!(migrate(&idle, "up").await, up, "up again finds nothing to do");
    for left in (0..up.len()).rev() {
        let tables = Catalogue::read(&idle).await;
        let down = migrate(&idle, "down").await;
        assert_eq!(count(&down, "applied"), left, "one at a time, the last one first: {down:?}");
        assert!(down.values().take(left).all(|state| state == "applied"), "{down:?}");
        assert_ne!(Catalogue::read(&idle).await, tables, "a migration that changes nothing");
    }
    assert_eq!(Catalogue::read(&idle).await, Catalogue::default(), "something is left behind");
    assert_eq!(count(&migrate(&idle, "down").await, "applied"), 0, "below nothing there is nothing");
    assert_eq!(migrate(&idle, "up").await, up);
    assert_eq!(Catalogue::read(&idle).await, first);
}

async fn serve_migrates_an_empty_database_by_itself(server: &Server) {
    let states = migrate(server, "status").await;
    assert!(count(&states, "applied") >= 4 && count(&states, "missing") == 0, "{states:?}");
    let idle = untouched(server);
    migrate(&idle, "up").await;
    assert_eq!(Catalogue::read(server).await, Catalogue::read(&idle).await);
    // One that lacks the last migration gets it.
    migrate(&idle, "down").await;
    idle.run().await;
    assert_eq!(migrate(&idle, "status").await, states);
    Person::register(&idle, "ada").await;
}

/// Holds that a server does not start, and gives its reason.
async fn refusal(server: &Server) -> String {
    let serving = run(server, &["serve"]);
    let output = tokio::time::timeout(std::time::Duration::from_secs(30), serving).await.expect("it ends by itself");
    assert!(!output.status.success(), "it served");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("listening on"), "it listened");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn a_newer_database_is_refused_with_the_reason(server: &Server) {
    let ada = Person::register(server, "ada").await;
    server.terminate().await;
    notes::note_migration(server, 9_999).await;
    let before = Catalogue::read(server).await;
    let reason = refusal(server).await;
    assert!(reason.contains("9999") && reason.contains("newer"), "the reason must say that the database is newer: {reason}");
    assert!(!reason.contains("panicked"), "{reason}");
    let output = run(server, &["migrate", "up"]).await;
    assert!(!output.status.success(), "migrate up must not touch a newer database");
    assert!(String::from_utf8_lossy(&output.stderr).contains("9999"), "{output:?}");
    assert_eq!(Catalogue::read(server).await, before);
    // With the binary that it is for, everything is there.
    notes::forget_migration(server, 9_999).await;
    server.run().await;
    ada.get("/users/me").await.expect(200);
}

async fn a_database_with_another_history_is_refused_with_the_reason(server: &Server) {
    server.terminate().await;
    notes::change_checksum(server, 2).await;
    let reason = refusal(server).await;
    assert!(reason.contains('2') && !reason.contains("panicked"), "the reason must name the migration: {reason}");
}

async fn going_down_and_up_empties_the_database_and_it_serves_again(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    ada.say(&room_id, "Good morning!").await;
    server.terminate().await;
    while count(&migrate(server, "down").await, "applied") > 0 {}
    server.run().await;
    ada.get("/users/me").await.problem(401, "unauthorized");
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    assert_eq!(told(&ada.say(&room_id, "Good morning!").await), *bob.history(&room_id).await.last().expect("there is a message"));
}

/// Of PostgreSQL alone, since a file of SQLite has one server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_migrate_once() {
    let idle = Server::idle(Engine::Postgres, Database::new(Engine::Postgres), &[], &[]);
    let mut commands: Vec<_> = (0..4).map(|_| idle.command(&["migrate", "up"])).collect();
    let outputs = futures_util::future::join_all(commands.iter_mut().map(tokio::process::Command::output)).await;
    for output in outputs {
        let output = output.expect("the binary can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(count(&migrate(&idle, "status").await, "missing"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_tables() {
    let mut catalogues = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let idle = Server::idle(engine, Database::new(engine), &[], &[]);
        migrate(&idle, "up").await;
        catalogues.push(Catalogue::read(&idle).await);
    }
    let (sqlite, postgres) = (&catalogues[0], &catalogues[1]);
    assert_eq!(sqlite.tables.keys().collect::<Vec<_>>(), postgres.tables.keys().collect::<Vec<_>>());
    for (name, table) in &sqlite.tables {
        assert_eq!(*table, postgres.tables[name], "{name}: SQLite on the left, PostgreSQL on the right");
    }
    assert_eq!(sqlite, postgres);
}
