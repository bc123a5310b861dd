//! The move to another engine while people are there: ids, positions, cursors and tokens stay, the old database takes
//! nothing more, and a move that fails has changed nothing.

use serde_json::json;
use tests::engine::Database;
use tests::person::{text, told};
use tests::scene::pair;
use tests::{Engine, Person, Server, on_both_engines};

use crate::backup::{empty, run};

on_both_engines![
    people_go_on_with_their_tokens_and_cursors,
    a_moved_database_is_read_and_not_written,
    a_target_that_is_not_empty_is_refused,
    a_source_that_is_not_there_or_too_old_is_refused,
];

fn opposite(engine: Engine) -> Engine {
    match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    }
}

const KEY: (&str, &str) = ("CAUSERIE_JWT_KEY", "6f1d3a5c7e9b2d4f8a0c1e3b5d7f9a2c4e6b8d0f1a3c5e7b");
const NO_LIMITS: (&str, &str) = ("CAUSERIE_RATE_LIMITS", "off");

/// Moves a server's database into that of another; gives what was printed.
async fn move_to(server: &Server, other: &Server) -> Result<String, String> {
    run(server, &["migrate", "engine", "--from", &server.database_url(), "--to", &other.database_url()]).await
}

async fn people_go_on_with_their_tokens_and_cursors(server: &Server) {
    let server = Server::with(server.engine, &[NO_LIMITS, KEY]).await;
    let (ada, bob, room_id) = pair(&server).await;
    ada.say(&room_id, "heard by Bob").await;
    let socket = bob.listen_from_now().await;
    let cursor = socket.cut().expect("it was live");
    let missed = ada.say(&room_id, "missed by Bob").await;
    let other = Server::idle(opposite(server.engine), Database::new(opposite(server.engine)), &[NO_LIMITS, KEY], &[]);
    let said = move_to(&server, &other).await.expect("it is moved");
    let digests: Vec<&str> = said.lines().filter_map(|line| line.split("sha256 ").nth(1)).collect();
    assert!(digests.len() == 2 && digests[0] == digests[1] && digests[0].len() == 64, "{said}");
    other.run().await;
    let (ada, bob) = (ada.at(&other), bob.at(&other));
    let next = ada.say(&room_id, "said on the other engine").await;
    assert_eq!(next["seq"].as_u64(), missed["seq"].as_u64().map(|seq| seq + 1));
    let mut socket = bob.connect(Some(&cursor)).await;
    let heard: Vec<_> = socket.up_to(&next).await.iter().map(|frame| frame["data"]["message"].clone()).collect();
    assert_eq!(heard, [told(&missed), told(&next)], "exactly what was missed");
    let page = bob.get(&format!("/sync?cursor={cursor}")).await.expect(200);
    assert_eq!((page["items"].as_array().map(Vec::len), page.get("resync")), (Some(2), None));
    // The refresh token is as good as before.
    let renewed = other.client().post("/auth/refresh", json!({ "refresh_token": bob.refresh_token })).await.expect(200);
    assert_eq!(renewed["session_id"], bob.session_id.as_str());
}

async fn a_moved_database_is_read_and_not_written(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let said = ada.say(&room_id, "before the move").await;
    let mut socket = bob.listen_from_now().await;
    let other = empty(opposite(server.engine));
    move_to(server, &other).await.expect("it is moved");
    for attempt in 0..2 {
        let refused = ada.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "too late" })).await;
        assert!(!refused.header("retry-after").is_empty(), "{refused:?}");
        refused.problem(503, "unavailable");
        assert_eq!(ada.history(&room_id).await.last(), Some(&said), "reading goes on");
        if attempt == 0 {
            let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "too late" })).await;
            assert_eq!(answer["data"]["problem"]["code"], "unavailable", "the socket stays open and says so: {answer}");
            server.terminate().await;
            server.run().await;
        }
    }
    assert!(server.log().contains("log.moved"), "who starts on the old one is told");
    let complaint = run(server, &["user", "grant", "ada", "admin"]).await.expect_err("that is a write");
    assert!(complaint.contains("moved"), "{complaint}");
    let third = empty(server.engine);
    let complaint = move_to(server, &third).await.expect_err("it is not the deployment's database any more");
    assert!(complaint.contains("moved already"), "{complaint}");
}

async fn a_target_that_is_not_empty_is_refused(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let other = Server::start(opposite(server.engine)).await;
    let eve = Person::register(&other, "eve").await;
    let complaint = move_to(server, &other).await.expect_err("somebody lives there");
    assert!(complaint.contains("not empty"), "{complaint}");
    let complaint = move_to(server, server).await.expect_err("it is the same one");
    assert!(complaint.contains("the same database"), "{complaint}");
    // Both work on as if nothing had been.
    ada.say(&room_id, "still here").await;
    eve.group("Hall", &[]).await;
    // And the move is made with a database that is empty.
    let third = empty(opposite(server.engine));
    move_to(server, &third).await.expect("it is moved");
}

async fn a_source_that_is_not_there_or_too_old_is_refused(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let target = empty(opposite(server.engine));
    let nothing = empty(server.engine);
    let complaint = move_to(&nothing, &target).await.expect_err("there is no deployment");
    assert!(complaint.contains("cannot be opened") || complaint.contains("schema 0"), "{complaint}");
    assert!(!nothing.folder().join("causerie.db").exists(), "it makes no file");
    server.terminate().await;
    run(server, &["migrate", "down"]).await.expect("the last migration is taken back");
    let complaint = move_to(server, &target).await.expect_err("the seal is not known there");
    assert!(complaint.contains("schema"), "{complaint}");
    server.run().await;
    ada.say(&room_id, "still here").await;
}

/// A deployment that never set a key has one in its data directory, and takes it along.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_of_the_data_directory_is_good_on_postgresql() {
    let server = Server::start(Engine::Sqlite).await;
    let (ada, _, room_id) = pair(&server).await;
    let said = ada.say(&room_id, "before the move").await;
    let none = ("CAUSERIE_JWT_KEY", "");
    let other = Server::idle(Engine::Postgres, Database::new(Engine::Postgres), &[NO_LIMITS, none], &[]);
    move_to(&server, &other).await.expect("it is moved");
    let complaint = run(&other, &["serve"]).await.expect_err("there is no key");
    assert!(complaint.contains("CAUSERIE_JWT_KEY"), "{complaint}");
    std::fs::copy(server.folder().join("jwt.key"), other.folder().join("jwt.key")).expect("it is copied");
    other.run().await;
    assert_eq!(text(&ada.at(&other).history(&room_id).await.last().expect("there is one")["id"]), text(&said["id"]));
}
