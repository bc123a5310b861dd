//! Resuming: whoever comes back with a cursor, to a socket or over HTTP, gets exactly what they missed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tests::person::{text, told};
use tests::scene::pair;
use tests::{Person, Server, Socket, on_both_engines};

mod cursors;
mod membership;
mod sync;

on_both_engines![
    a_socket_cut_at_any_moment_misses_nothing,
    a_long_absence_is_made_good_page_by_page,
    a_cursor_is_good_on_another_device,
    a_cursor_outlives_a_crash,
];

/// The seed of all that is left to chance; the same one makes the same cuts.
const SEED: u64 = 1843;
/// How often the socket is cut.
const CUTS: usize = 70;

fn id(frame: &Value) -> &str {
    frame["event_id"].as_str().expect("a durable frame has the id of its event")
}

/// Every event that is there after a cursor, over HTTP.
async fn log(person: &Person, cursor: &str) -> Vec<Value> {
    let (mut events, mut cursor) = (Vec::new(), cursor.to_owned());
    loop {
        let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
        events.extend(page["items"].as_array().expect("a page has items").clone());
        cursor = text(&page["next_cursor"]);
        if page["has_more"] != true {
            return events;
        }
    }
}

async fn log_end(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

/// Talks, edits, deletes and renames until it is told to stop.
async fn chatter(person: &Person, rooms: &[String], mut chance: StdRng, stop: &AtomicBool) {
    let mut last: Option<String> = None;
    while !stop.load(Ordering::Relaxed) {
        let room_id = &rooms[chance.random_range(0..rooms.len())];
        match (chance.random_range(0..10), last.take()) {
            (0, Some(path)) => drop(person.patch(&path, json!({ "content": "other words" })).await.expect(200)),
            (1, Some(path)) => drop(person.delete(&path).await.expect(200)),
            (2, _) => {
                let name = format!("Room {}", chance.random_range(0..100));
                drop(person.patch(&format!("/rooms/{}", rooms[0]), json!({ "name": name })).await);
            }
            _ => {
                let sent = person.say(room_id, &format!("word {}", chance.random::<u32>())).await;
                last = Some(format!("/rooms/{room_id}/messages/{}", text(&sent["id"])));
            }
        }
    }
}

/// Opens a socket at a cursor, reads for a while that is left to chance, and cuts it; gives what came, and the new cursor.
/// Now and then it is a poll instead.
async fn glimpse(person: &Person, cursor: String, chance: &mut StdRng) -> (Vec<Value>, String) {
    if chance.random_bool(0.3) {
        let page = person.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
        return (page["items"].as_array().expect("a page has items").clone(), text(&page["next_cursor"]));
    }
    if chance.random_bool(0.25) {
        // Not a wait for anything: the longer someone is away, the more there is to make good.
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..300))).await;
    }
    let mut socket = person.connect(Some(&cursor)).await;
    let (most, time) = (chance.random_range(0..40), Duration::from_millis(chance.random_range(0..80)));
    let mut frames = Vec::new();
    while frames.len() < most {
        let Some(frame) = socket.next_within(time).await else { break };
        frames.push(frame);
    }
    let of = |name: &str| frames.iter().filter(|frame| frame["type"] == name).count();
    assert!(frames.first().is_none_or(|frame| frame["type"] == "hello"), "{frames:?}");
    assert!(of("caught_up") <= 1 && of("resync") == 0, "{frames:?}");
    frames.retain(|frame| frame.get("event_id").is_some());
    (frames, socket.cut().unwrap_or(cursor))
}

/// What was seen is what happened: each event once, and in order.
fn check_same(seen: &[Value], happened: &[Value]) {
    let differs = (0..seen.len().max(happened.len())).find(|at| seen.get(*at).map(id) != happened.get(*at).map(id));
    let Some(at) = differs else { return };
    let count = |frames: &[Value], frame: Option<&Value>| frame.map(|frame| frames.iter().filter(|other| id(other) == id(frame)).count());
    panic!(
        "with the seed {SEED}, event {at} is {:?}, which happened {:?} times, instead of {:?}, which was seen {:?} times",
        seen.get(at),
        count(happened, seen.get(at)),
        happened.get(at),
        count(seen, happened.get(at)),
    );
}

/// A room's events are numbered without a hole.
fn check_seqs(frames: &[Value]) {
    let mut last: HashMap<&str, i64> = HashMap::new();
    for frame in frames {
        let (Some(room_id), Some(seq)) = (frame["room_id"].as_str(), frame["seq"].as_i64()) else { continue };
        if let Some(before) = last.insert(room_id, seq) {
            assert_eq!(seq, before + 1, "{frame}");
        }
    }
}

async fn a_socket_cut_at_any_moment_misses_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let rooms = [room_id, ada.direct(&bob).await];
    let (mut witness, stop) = (bob.listen_from_now().await, AtomicBool::new(false));
    let mut cursor = witness.cursor.clone().expect("a greeting has a cursor");
    let cutting = async {
        let (mut chance, mut seen) = (StdRng::seed_from_u64(SEED), Vec::new());
        for _ in 0..CUTS {
            let frames;
            (frames, cursor) = glimpse(&bob, cursor, &mut chance).await;
            seen.extend(frames);
        }
        stop.store(true, Ordering::Relaxed);
        (seen, cursor)
    };
    let by_ada = chatter(&ada, &rooms, StdRng::seed_from_u64(SEED + 1), &stop);
    let by_bob = chatter(&bob, &rooms, StdRng::seed_from_u64(SEED + 2), &stop);
    let ((mut seen, cursor), (), ()) = tokio::join!(cutting, by_ada, by_bob);
    let marker = ada.say(&rooms[0], "that was all").await;
    seen.extend(bob.connect(Some(&cursor)).await.up_to(&marker).await);
    let heard = witness.up_to(&marker).await;
    assert!(heard.len() > CUTS, "there was too little to miss: {}", heard.len());
    check_same(&seen, &heard);
    check_seqs(&heard);
}

/// Sends many messages; gives one that is sent after all of them.
async fn send_many(person: &Person, room_id: &str, count: usize) -> Value {
    let texts: Vec<String> = (0..count).map(|number| format!("word {number}")).collect();
    for burst in texts.chunks(100) {
        join_all(burst.iter().map(|content| person.say(room_id, content))).await;
    }
    person.say(room_id, "that was all").await
}

/// Reads the frames of a resumed socket: the greeting, what was missed, and the end of it.
async fn missed(socket: &mut Socket) -> Vec<Value> {
    let mut frames = Vec::new();
    loop {
        let frame = socket.next().await.expect("the socket is open until it has caught up");
        match frame["type"].as_str() {
            Some("hello") => assert!(frames.is_empty(), "a greeting amid the events"),
            Some("caught_up") => return frames,
            _ => frames.extend(Some(frame).filter(|frame| frame.get("event_id").is_some())),
        }
    }
}

async fn a_long_absence_is_made_good_page_by_page(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let start = log_end(&bob).await;
    let marker = send_many(&ada, &room_id, 700).await;
    let mut socket = bob.connect(Some(&start)).await;
    let frames = missed(&mut socket).await;
    assert_eq!(frames.len(), 701);
    assert_eq!(frames.last().map(|frame| &frame["data"]["message"]), Some(&told(&marker)));
    check_seqs(&frames);
    let live = ada.say(&room_id, "and on").await;
    assert_eq!(socket.up_to(&live).await.len(), 1);
    // With nothing missed there is nothing but the greeting and its end.
    assert!(missed(&mut bob.connect(socket.cursor.as_deref()).await).await.is_empty());
}

async fn a_cursor_is_good_on_another_device(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut at_home = bob.listen_from_now().await;
    let first = ada.say(&room_id, "one").await;
    at_home.up_to(&first).await;
    let cursor = at_home.cut();
    ada.say(&room_id, "two").await;
    ada.say(&room_id, "three").await;
    let phone = Person::login(server, "bob").await;
    let frames = missed(&mut phone.connect(cursor.as_deref()).await).await;
    let texts: Vec<&str> = frames.iter().filter_map(|frame| frame["data"]["message"]["content"].as_str()).collect();
    assert_eq!(texts, ["two", "three"]);
}

async fn a_cursor_outlives_a_crash(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let first = ada.say(&room_id, "before").await;
    let before = socket.up_to(&first).await;
    let marker = send_many(&ada, &room_id, 20).await;
    server.kill().await;
    assert_eq!(socket.closed().await, 1006);
    server.run().await;
    let frames = missed(&mut bob.connect(before[0]["cursor"].as_str()).await).await;
    assert_eq!(frames.len(), 21);
    assert_eq!(frames.last().map(|frame| &frame["data"]["message"]), Some(&told(&marker)));
    check_seqs(&[before, frames].concat());
}
