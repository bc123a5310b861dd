//! Some time later: nothing can be taken back any more, and what was cleared for everyone is erased for good.

use std::time::Duration;

use serde_json::Value;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tests::person::{path_of, text};
use tests::{Engine, Person, Server, on_both_engines};
use tokio::time::Instant;

use super::super::sight::{Sight, sight};
use super::{add, cannot_undo, clear, clear_all, edit, remove, say_some, three, undo};

on_both_engines![
    after_its_time_nothing_can_be_taken_back,
    what_was_cleared_for_everyone_is_erased,
    what_was_taken_back_or_is_still_seen_by_others_is_not_erased,
];

/// How soon after that texts are gone.
const SOON: Duration = Duration::from_secs(40);

/// A server where taking back is a matter of seconds, since no test can wait for ten minutes.
async fn hasty(server: &Server) -> Server {
    Server::with(server.engine, &[("CAUSERIE_RATE_LIMITS", "off"), ("CAUSERIE_UNDO_SECS", "5")]).await
}

/// Waits until what went cannot be taken back any more, by the server's clock.
async fn until_final(person: &Person, removal: &Value) {
    let mut socket = person.listen().await;
    while text(&socket.ask("ping", Value::Null).await["data"]["server_time"]) <= text(&removal["undo_until"]) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// In how many rows there is a secret still: messages, their earlier texts, what the log tells of them, whom they name.
async fn secrets(server: &Server) -> i64 {
    const COUNT: &str = "SELECT (SELECT COUNT(*) FROM messages WHERE content LIKE '%secret%')
        + (SELECT COUNT(*) FROM message_revisions WHERE content LIKE '%secret%')
        + (SELECT COUNT(*) FROM events WHERE payload LIKE '%secret%')
        + (SELECT COUNT(*) FROM message_mentions)";
    let count = match server.engine {
        Engine::Sqlite => {
            let mut conn = SqliteConnection::connect(&server.database_url()).await.expect("the file can be opened");
            sqlx::query_scalar(COUNT).fetch_one(&mut conn).await
        }
        Engine::Postgres => {
            let mut conn = PgConnection::connect(&server.database_url()).await.expect("the database can be reached");
            sqlx::query_scalar(COUNT).fetch_one(&mut conn).await
        }
    };
    count.expect("it can be counted")
}

/// Waits until so many secrets are left.
async fn until_left(server: &Server, count: i64) {
    let began = Instant::now();
    let mut left = secrets(server).await;
    while left != count {
        assert!(began.elapsed() < SOON, "there are {left} secrets, not {count}");
        tokio::time::sleep(Duration::from_millis(100)).await;
        left = secrets(server).await;
    }
}

async fn after_its_time_nothing_can_be_taken_back(server: &Server) {
    let server = hasty(server).await;
    let (ada, bob, _, room_id) = three(&server).await;
    let direct = ada.direct(&bob).await;
    for id in [&room_id, &direct] {
        say_some(&ada, id).await;
    }
    clear(&bob, &room_id).await;
    clear_all(&ada, &room_id).await;
    let last = remove(&bob, &format!("/rooms/{direct}")).await;
    until_final(&bob, &last).await;
    for (person, id) in [(&bob, &room_id), (&ada, &room_id), (&bob, &direct)] {
        cannot_undo(person, id).await;
        assert_eq!(sight(&bob, id).await, Sight::nothing());
    }
    // A later one can be, and leads back to where the older one ended.
    ada.say(&room_id, "five").await;
    clear(&bob, &room_id).await;
    undo(&bob, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([5], [5], []));
    cannot_undo(&bob, &room_id).await;
}

async fn what_was_cleared_for_everyone_is_erased(server: &Server) {
    let server = hasty(server).await;
    let (ada, bob, cleo, room_id) = three(&server).await;
    let one = ada.say(&room_id, "a secret").await;
    edit(&ada, &one, "a secret, @bob").await;
    let gone = cleo.say(&room_id, "a secret").await;
    cleo.delete(&path_of(&gone)).await.expect(200);
    bob.say(&room_id, "no secret of mine").await;
    // Two texts now and one before, two events of the first and one of the last, and Bob's name.
    assert_eq!(secrets(&server).await, 7);
    clear_all(&ada, &room_id).await;
    cleo.say(&room_id, "another secret").await;
    until_left(&server, 2).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([5], [5], []));
    clear_all(&ada, &room_id).await;
    until_left(&server, 0).await;
    ada.say(&room_id, "six, @bob").await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([6], [6], [6]));
}

async fn what_was_taken_back_or_is_still_seen_by_others_is_not_erased(server: &Server) {
    let server = hasty(server).await;
    let (ada, bob, cleo, room_id) = three(&server).await;
    let study = cleo.group("Study", &[&ada, &bob]).await;
    ada.say(&room_id, "a secret").await;
    clear_all(&ada, &room_id).await;
    undo(&ada, &room_id).await;
    for person in [&ada, &bob, &cleo] {
        clear(person, &room_id).await;
    }
    // What goes elsewhere afterwards tells when the server has looked.
    cleo.say(&study, "a secret").await;
    assert_eq!(secrets(&server).await, 4);
    clear_all(&cleo, &study).await;
    until_left(&server, 2).await;
    for person in [&ada, &bob, &cleo] {
        cannot_undo(person, &room_id).await;
        assert_eq!(sight(person, &room_id).await, Sight::nothing());
    }
    let dora = Person::register(&server, "dora").await;
    add(&ada, &room_id, &dora).await;
    assert_eq!(dora.history(&room_id).await[1]["content"], "a secret");
}
