//! Presence: who is here, told to those who share a room with them, and the half minute in which a reload is no departure.

use std::time::Duration;

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, Socket, on_both_engines};

on_both_engines![
    who_comes_is_told_to_those_who_share_a_room,
    nobody_is_told_of_their_own_coming,
    many_tabs_are_one_presence,
    a_chosen_status_is_told_to_others_once,
    the_record_says_who_is_here,
    a_reload_is_not_a_departure,
    who_stays_away_has_left,
    who_comes_during_a_reload_sees_the_other_here,
    presence_is_not_in_the_log,
];

/// What is awaited at once.
const SOON: Duration = Duration::from_secs(5);
/// More than the time in which someone may come back.
const GRACE: Duration = Duration::from_secs(33);

struct House {
    ada: Person,
    bob: Person,
    /// Shares a room with Bob, and none with Ada.
    eve: Person,
    /// Ada's and Bob's.
    kitchen: String,
    /// Bob's and Eve's.
    hall: String,
}

impl House {
    async fn new(server: &Server) -> Self {
        let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
        let eve = Person::register(server, "eve").await;
        let (kitchen, hall) = (ada.group("Kitchen", &[&bob]).await, bob.group("Hall", &[&eve]).await);
        Self { ada, bob, eve, kitchen, hall }
    }
}

fn of(frame: &Value, person: &Person) -> bool {
    frame["type"] == "presence.changed" && frame["data"]["user_id"] == person.id.as_str()
}

/// The next frame that tells of someone's presence.
async fn told(socket: &mut Socket, person: &Person) -> Value {
    let frame = socket.find_within(SOON, |frame| of(frame, person)).await.expect("the socket is open");
    frame["data"].clone()
}

/// How often someone's presence was told up to a message.
async fn times_told(socket: &mut Socket, person: &Person, marker: &Value) -> usize {
    let mut times = 0;
    loop {
        let frame = socket.next().await.expect("the socket is open until the message comes");
        times += usize::from(of(&frame, person));
        if frame["data"]["message"]["id"] == marker["id"] {
            return times;
        }
    }
}

/// Passes over all frames that come within a time; how often they told of someone's presence.
async fn times_told_within(socket: &mut Socket, person: &Person, time: Duration) -> usize {
    let (ends, mut times) = (tokio::time::Instant::now() + time, 0);
    while let Some(frame) = socket.next_within(ends.saturating_duration_since(tokio::time::Instant::now())).await {
        times += usize::from(of(&frame, person));
    }
    times
}

async fn record(reader: &Person, person: &Person) -> Value {
    reader.get(&format!("/users/{}", person.id)).await.expect(200)
}

async fn server_time(socket: &mut Socket) -> String {
    text(&socket.ask("ping", Value::Null).await["data"]["server_time"])
}

async fn who_comes_is_told_to_those_who_share_a_room(server: &Server) {
    let House { ada, bob, eve, hall, .. } = House::new(server).await;
    // A second room that they share does not make it twice.
    ada.direct(&bob).await;
    let (mut with_ada, mut without_ada) = (bob.listen().await, eve.listen().await);
    let _here = ada.listen().await;
    let came = json!({ "user_id": ada.id, "status": "online", "is_online": true });
    assert_eq!(told(&mut with_ada, &ada).await, came);
    let marker = bob.say(&hall, "that was all").await;
    assert_eq!(times_told(&mut with_ada, &ada, &marker).await, 0, "it was told twice");
    assert_eq!(times_told(&mut without_ada, &ada, &marker).await, 0);
}

async fn nobody_is_told_of_their_own_coming(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let (mut first, mut second) = (ada.listen().await, ada.listen().await);
    first.ask("presence.set", json!({ "status": "online" })).await;
    let marker = bob.say(&kitchen, "that was all").await;
    assert_eq!(times_told(&mut first, &ada, &marker).await, 0);
    assert_eq!(times_told(&mut second, &ada, &marker).await, 0);
}

async fn many_tabs_are_one_presence(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let mut socket = bob.listen().await;
    let phone = Person::login(server, "ada").await;
    let first = ada.listen().await;
    assert_eq!(told(&mut socket, &ada).await["status"], "online");
    let (second, mut third) = (ada.listen().await, phone.listen().await);
    drop((first, second));
    // The one that is left speaks for all.
    third.ask("presence.set", json!({ "status": "away" })).await;
    assert_eq!(told(&mut socket, &ada).await["status"], "away");
    let _fourth = ada.listen().await;
    let marker = ada.say(&kitchen, "that was all").await;
    assert_eq!(times_told(&mut socket, &ada, &marker).await, 0);
    assert_eq!(record(&bob, &ada).await["is_online"], true);
}

async fn a_chosen_status_is_told_to_others_once(server: &Server) {
    let House { ada, bob, eve, kitchen, hall } = House::new(server).await;
    let (mut with_ada, mut without_ada, mut own) = (bob.listen().await, eve.listen().await, ada.listen().await);
    assert_eq!(told(&mut with_ada, &ada).await["status"], "online");
    for status in ["busy", "away", "online"] {
        for _ in 0..2 {
            assert_eq!(own.ask("presence.set", json!({ "status": status })).await["type"], "ack");
        }
        assert_eq!(told(&mut with_ada, &ada).await, json!({ "user_id": ada.id, "status": status, "is_online": true }));
        let marker = ada.say(&kitchen, "that was all").await;
        assert_eq!(times_told(&mut with_ada, &ada, &marker).await, 0, "{status} was told twice");
    }
    let marker = bob.say(&hall, "that was all").await;
    assert_eq!(times_told(&mut without_ada, &ada, &marker).await, 0);
}

async fn the_record_says_who_is_here(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    // Requests alone do not make someone present.
    ada.say(&kitchen, "hello").await;
    let before = record(&bob, &ada).await;
    assert_eq!((&before["is_online"], before.get("last_seen_at")), (&json!(false), None));
    let _here = ada.listen().await;
    assert_eq!(record(&bob, &ada).await["is_online"], true);
    assert_eq!(ada.get("/users/me").await.expect(200)["is_online"], true);
    assert_eq!(record(&ada, &bob).await["is_online"], false);
}

async fn a_reload_is_not_a_departure(server: &Server) {
    let House { ada, bob, .. } = House::new(server).await;
    let mut socket = bob.listen().await;
    let mut own = ada.listen().await;
    assert_eq!(told(&mut socket, &ada).await["status"], "online");
    own.ask("presence.set", json!({ "status": "busy" })).await;
    assert_eq!(told(&mut socket, &ada).await["status"], "busy");
    for _ in 0..3 {
        drop(own);
        assert_eq!(times_told_within(&mut socket, &ada, Duration::from_secs(1)).await, 0);
        assert_eq!(record(&bob, &ada).await["is_online"], true);
        own = ada.listen().await;
    }
    // Nor does one of the departures that were none count later.
    assert_eq!(times_told_within(&mut socket, &ada, GRACE).await, 0);
    assert_eq!(record(&bob, &ada).await["is_online"], true);
    // The status has outlived the reloads: it is no change.
    own.ask("presence.set", json!({ "status": "busy" })).await;
    assert_eq!(times_told_within(&mut socket, &ada, Duration::from_secs(1)).await, 0);
}

async fn who_stays_away_has_left(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let mut socket = bob.listen().await;
    let mut own = ada.listen().await;
    own.ask("presence.set", json!({ "status": "busy" })).await;
    assert_eq!(told(&mut socket, &ada).await["status"], "online");
    assert_eq!(told(&mut socket, &ada).await["status"], "busy");
    let before = server_time(&mut own).await;
    drop(own);
    assert_eq!(times_told_within(&mut socket, &ada, Duration::from_secs(25)).await, 0, "a departure was told too soon");
    let after = server_time(&mut socket).await;
    assert_eq!(record(&bob, &ada).await["is_online"], true);
    let left = socket.find_within(Duration::from_secs(10), |frame| of(frame, &ada)).await.expect("the socket is open");
    let data = &left["data"];
    assert_eq!((&data["status"], &data["is_online"]), (&json!("offline"), &json!(false)));
    let last_seen_at = text(&data["last_seen_at"]);
    assert!(before <= last_seen_at && last_seen_at < after, "{before} {last_seen_at} {after}");
    let record = record(&bob, &ada).await;
    assert_eq!((&record["is_online"], &record["last_seen_at"]), (&json!(false), &data["last_seen_at"]));
    let members = bob.get(&format!("/rooms/{kitchen}/members")).await.expect(200);
    let member = members["items"].as_array().into_iter().flatten().find(|member| member["user_id"] == ada.id.as_str());
    assert_eq!(member.map(|member| &member["user"]["is_online"]), Some(&json!(false)));
    // A new stay begins as online, whatever the last one ended as.
    let _back = ada.listen().await;
    assert_eq!(told(&mut socket, &ada).await["status"], "online");
}

async fn who_comes_during_a_reload_sees_the_other_here(server: &Server) {
    let House { ada, bob, .. } = House::new(server).await;
    let mut witness = bob.listen().await;
    drop(ada.listen().await);
    assert_eq!(told(&mut witness, &ada).await["status"], "online");
    assert_eq!(times_told_within(&mut witness, &ada, Duration::from_secs(1)).await, 0);
    // Ada counts as here, and her return will not be told: whoever comes now has to hear it from the greeting.
    assert_eq!(record(&bob, &ada).await["is_online"], true);
    let hello = bob.connect(None).await.until("hello").await;
    let online = hello["data"]["online_user_ids"].as_array().expect("it is a list");
    assert!(online.contains(&json!(ada.id)), "{hello}");
}

async fn presence_is_not_in_the_log(server: &Server) {
    let House { ada, bob, .. } = House::new(server).await;
    let mut socket = bob.listen().await;
    let start = socket.cursor.clone().expect("a greeting has a cursor");
    let mut own = ada.listen().await;
    own.ask("presence.set", json!({ "status": "away" })).await;
    let frame = socket.until("presence.changed").await;
    assert!(["cursor", "event_id", "seq"].iter().all(|field| frame.get(*field).is_none()), "{frame}");
    assert_eq!(bob.get(&format!("/sync?cursor={start}")).await.expect(200)["items"], json!([]));
}
