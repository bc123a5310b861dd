//! Backups: the state of one moment in one file, which an empty database of either engine takes whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tests::catalogue::Catalogue;
use tests::engine::Database;
use tests::person::{path_of, text, told};
use tests::scene::{pair, three};
use tests::{Engine, Person, Server, on_both_engines};

mod damage;
mod lives;

on_both_engines![
    every_row_of_every_table_comes_back_on_either_engine,
    people_find_everything_as_it_was,
    a_backup_under_load_is_the_state_of_one_moment,
    a_backup_of_an_older_schema_is_brought_up_to_date,
    a_file_that_is_there_is_left_alone,
];

/// Runs a command of the binary; `Ok` with its words, `Err` with its complaint.
pub async fn run(server: &Server, arguments: &[&str]) -> Result<String, String> {
    let output = server.command(arguments).output().await.expect("the binary can be started");
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(words(&output.stdout)) } else { Err(words(&output.stderr)) }
}

/// An empty database of an engine, whose server does not run yet.
pub fn empty(engine: Engine) -> Server {
    Server::idle(engine, Database::new(engine), &[("CAUSERIE_RATE_LIMITS", "off")], &[])
}

fn path(server: &Server, name: &str) -> PathBuf {
    server.folder().join(name)
}

fn word(path: &Path) -> &str {
    path.to_str().expect("the folder has a plain name")
}

/// Writes a backup into a file of the server's folder.
async fn back_up(server: &Server, name: &str) -> PathBuf {
    let file = path(server, name);
    let said = run(server, &["backup", word(&file)]).await.expect("it is written");
    assert!(said.contains("sha256"), "{said}");
    file
}

/// An empty database of an engine that a file was restored into.
async fn restored(engine: Engine, file: &Path) -> Server {
    let server = empty(engine);
    run(&server, &["restore", word(file)]).await.expect("it is restored");
    server
}

fn lines(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file).expect("it is there").lines().map(str::to_owned).collect()
}

/// The lines of a file by table, without the log's head, which a restore changes.
fn tables(file: &Path) -> BTreeMap<String, Vec<String>> {
    let (mut tables, mut name): (BTreeMap<String, Vec<String>>, _) = (BTreeMap::new(), String::new());
    let lines = lines(file);
    for line in &lines[1..lines.len() - 1] {
        if line.starts_with('{') {
            name = text(&serde_json::from_str::<Value>(line).expect("it is JSON")["table"]);
        }
        tables.entry(name.clone()).or_default().push(line.clone());
    }
    assert!(tables.remove("log_head").is_some(), "{:?}", tables.keys());
    tables
}

/// Ada, Bob and Cleo with something in every corner: edits, deletions, mentions, forwarding, blocks, read states, archives,
/// clearing, invitations, roles, and keys of requests.
async fn furnish(server: &Server) -> (Person, Person, Person, String) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let first = ada.say(&room_id, "Good morning, @bob! \u{1f600} \"quoted\" \\ and\na second line").await;
    ada.patch(&path_of(&first), json!({ "content": "Good evening, @bob" })).await.expect(200);
    let second = bob.say(&room_id, "in haste").await;
    bob.delete(&path_of(&second)).await.expect(200);
    let direct = ada.direct(&bob).await;
    let third = bob.say(&room_id, "to be told elsewhere").await;
    ada.post(&format!("/messages/{}/forward", text(&third["id"])), json!({ "room_ids": [direct] })).await.expect(200);
    ada.post_empty(&format!("/messages/{}/read", text(&third["id"]))).await;
    bob.put(&format!("/rooms/{direct}/archive"), json!({ "archived": true })).await.expect(200);
    cleo.block(&bob).await;
    bob.delete(&format!("/rooms/{room_id}/messages?scope=me")).await.expect(200);
    ada.post(&format!("/rooms/{room_id}/invites"), json!({})).await.expect(201);
    let keyed = ada.with_header("idempotency-key", "a-key-that-was-used");
    keyed.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "once" })).await.expect(201);
    cleo.post_empty("/auth/tickets").await.expect(201);
    run(server, &["user", "grant", "ada", "admin"]).await.expect("it is granted");
    (ada, bob, cleo, room_id)
}

async fn every_row_of_every_table_comes_back_on_either_engine(server: &Server) {
    furnish(server).await;
    let known = Catalogue::read(server).await;
    let file = back_up(server, "backup").await;
    let all = tables(&file);
    let names: BTreeSet<&str> = all.keys().map(String::as_str).chain(["log_head"]).collect();
    assert_eq!(names, known.tables.keys().map(String::as_str).collect(), "a backup has every table that the engine has");
    for (name, lines) in &all {
        assert!(lines.len() > 1, "this test has to put a row into {name}, to see it come back");
        let columns: Value = serde_json::from_str(&lines[0]).expect("it is JSON");
        let columns: BTreeSet<&String> = columns["columns"].as_object().expect("it names the columns").keys().collect();
        assert_eq!(columns, known.tables[name].columns.keys().collect(), "{name}");
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let other = restored(engine, &file).await;
        let again = tables(&back_up(&other, "again").await);
        for (name, lines) in &all {
            assert_eq!(again[name], *lines, "{name} after a restore on {engine:?}");
        }
        assert_eq!(Catalogue::read(&other).await, known);
    }
}

/// What a person sees of the whole house, but for when people were last here.
async fn sight(person: &Person) -> Value {
    let mut seen = Vec::new();
    for place in ["/rooms?limit=100", "/rooms?archived=true", "/unread-count?explain=true", "/users/me/blocks", "/users/me/preferences"] {
        seen.push(person.get(place).await.expect(200));
    }
    let rooms: Vec<Value> = seen[..2].iter().flat_map(|page| page["items"].as_array().expect("a page has items").clone()).collect();
    for room in &rooms {
        let room_id = text(&room["id"]);
        seen.push(json!(person.history(&room_id).await));
        seen.push(person.get(&format!("/rooms/{room_id}/members")).await.expect(200));
        for message in person.history(&room_id).await.iter().filter(|message| message["sender_id"] == person.id.as_str()) {
            seen.push(person.get(&format!("/messages/{}/receipts", text(&message["id"]))).await.body);
        }
    }
    let mut seen = json!(seen);
    without(&mut seen, &["last_seen_at", "is_online", "instance"]);
    seen
}

fn without(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            names.iter().for_each(|name| drop(fields.remove(*name)));
            fields.values_mut().for_each(|value| without(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, names)),
        _ => {}
    }
}

async fn people_find_everything_as_it_was(server: &Server) {
    let (ada, bob, cleo, room_id) = furnish(server).await;
    let before = (sight(&ada).await, sight(&bob).await, sight(&cleo).await);
    let file = back_up(server, "backup").await;
    ada.say(&room_id, "after the backup").await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let other = restored(engine, &file).await;
        other.run().await;
        let people = (Person::login(&other, "ada").await, Person::login(&other, "bob").await, Person::login(&other, "cleo").await);
        let after = (sight(&people.0).await, sight(&people.1).await, sight(&people.2).await);
        assert_eq!(before, after, "{engine:?}");
        people.1.get("/admin/audit/unread").await.problem(403, "forbidden");
        assert_eq!(people.0.get("/admin/audit/unread").await.expect(200)["mismatches"], json!([]));
        // A request that was answered before the backup is answered so again.
        let keyed = people.0.with_header("idempotency-key", "a-key-that-was-used");
        let answer = keyed.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "once" })).await;
        assert_eq!((answer.status, answer.header("idempotency-replayed")), (201, "true"));
        // And the house is lived in.
        let said = people.2.say(&room_id, "back again").await;
        assert_eq!(people.0.history(&room_id).await.last(), Some(&told(&said)));
    }
}

async fn a_backup_under_load_is_the_state_of_one_moment(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let is_over = AtomicBool::new(false);
    let talk = async |person: &Person| {
        let mut said = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            said.push(person.say(&room_id, &format!("{} says the words number {}", person.username, said.len())).await);
        }
        said
    };
    let watch = async {
        let mut files = Vec::new();
        for number in 0..3 {
            let before = ada.say(&room_id, &format!("before the backup number {number}")).await;
            files.push((before, back_up(server, &format!("backup-{number}")).await));
        }
        is_over.store(true, Ordering::Relaxed);
        files
    };
    let (of_ada, of_bob, files) = futures_util::future::join3(talk(&ada), talk(&bob), watch).await;
    assert!(of_ada.len() > 3 && of_bob.len() > 3, "they spoke meanwhile");
    let all = whole(&ada, &room_id).await;
    for ((before, file), engine) in files.iter().zip([Engine::Sqlite, Engine::Postgres, server.engine]) {
        let other = restored(engine, file).await;
        other.run().await;
        let ada = Person::login(&other, "ada").await;
        let history = whole(&ada, &room_id).await;
        assert_eq!(history, all[..history.len()], "a backup has the history up to a moment");
        assert!(history.len() as u64 >= before["seq"].as_u64().expect("it is a number"), "and what was there when it began");
        assert_eq!(told(&ada.get("/rooms").await.expect(200)["items"][0]["last_message"]), history[history.len() - 1]);
        let unread = Person::login(&other, "bob").await.get("/unread-count?explain=true").await.expect(200);
        let since = history.iter().rev().take_while(|message| message["sender_id"] != of_bob[0]["sender_id"]);
        // The room's own words are not counted.
        let counted = since.filter(|message| message["kind"] == "user").count();
        assert_eq!(unread["total"], counted, "counts are of the same moment as the history");
    }
}

/// A room's whole history, the oldest first.
async fn whole(person: &Person, room_id: &str) -> Vec<Value> {
    let mut history: Vec<Value> = Vec::new();
    loop {
        let before = history.last().map(|message| format!("&before={}", text(&message["id"]))).unwrap_or_default();
        let page = person.get(&format!("/rooms/{room_id}/messages?limit=100{before}")).await.expect(200);
        history.extend(page["items"].as_array().expect("a page has items").iter().map(told));
        if page["has_more_before"] == false {
            history.reverse();
            return history;
        }
    }
}

async fn a_backup_of_an_older_schema_is_brought_up_to_date(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let said = ada.say(&room_id, "of old").await;
    server.terminate().await;
    run(server, &["migrate", "down"]).await.expect("the last migration is taken back");
    let file = back_up(server, "backup").await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let other = empty(engine);
        // Also where the database had the newest schema already.
        run(&other, &["migrate", "up"]).await.expect("it is migrated");
        run(&other, &["restore", word(&file)]).await.expect("it is restored");
        let states = run(&other, &["migrate", "status"]).await.expect("it is told");
        assert!(!states.contains("missing"), "{states}");
        other.run().await;
        assert_eq!(Person::login(&other, "ada").await.history(&room_id).await.last(), Some(&said));
    }
}

async fn a_file_that_is_there_is_left_alone(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let file = back_up(server, "backup").await;
    let mode = std::fs::metadata(&file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it has hashes of passwords");
    let before = lines(&file);
    ada.group("Kitchen", &[]).await;
    let complaint = run(server, &["backup", word(&file)]).await.expect_err("the name is taken");
    assert!(complaint.contains("is there already"), "{complaint}");
    assert_eq!(lines(&file), before);
    let names = std::fs::read_dir(server.folder()).expect("it can be read").map(|entry| entry.expect("it can be read").file_name());
    let parts: Vec<_> = names.filter(|name| name.to_string_lossy().ends_with(".part")).collect();
    assert_eq!(parts, Vec::<std::ffi::OsString>::new(), "nothing half-done is left");
}
