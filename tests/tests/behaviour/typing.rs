//! Typing: told to the other members of a room, seldom, and over by itself.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Person, Server, Socket, on_both_engines};
use tokio::time::Instant;

on_both_engines![
    typing_is_told_to_the_other_members,
    starts_in_quick_succession_are_told_once,
    typing_is_over_by_itself_after_five_seconds,
    a_start_prolongs_it,
    a_stop_is_told_at_once_and_once,
    a_message_by_socket_ends_it,
    a_message_by_http_ends_it,
    a_start_without_a_reference_needs_no_answer,
    typing_is_not_in_the_log,
];

/// What is awaited before typing would be over by itself.
const SOON: Duration = Duration::from_secs(2);

struct House {
    ada: Person,
    bob: Person,
    /// In the hall, not in the kitchen.
    eve: Person,
    /// Ada's and Bob's.
    kitchen: String,
    /// Everybody's.
    hall: String,
}

impl House {
    async fn new(server: &Server) -> Self {
        let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
        let eve = Person::register(server, "eve").await;
        let (kitchen, hall) = (ada.group("Kitchen", &[&bob]).await, ada.group("Hall", &[&bob, &eve]).await);
        Self { ada, bob, eve, kitchen, hall }
    }

    /// The types of the frames about typing, up to a message that somebody else sends.
    async fn told(&self, socket: &mut Socket) -> Vec<Value> {
        let marker = self.eve.say(&self.hall, "up to here").await;
        let mut frames = Vec::new();
        loop {
            let frame = socket.next().await.expect("the socket is open until the message comes");
            if frame["data"]["message"]["id"] == marker["id"] {
                return frames;
            }
            frames.extend(Some(frame).filter(|frame| frame["type"].as_str().is_some_and(|name| name.starts_with("typing."))));
        }
    }
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["type"].as_str()).collect()
}

async fn start(socket: &mut Socket, room_id: &str) {
    assert_eq!(socket.ask("typing.start", json!({ "room_id": room_id })).await["type"], "ack");
}

async fn stop(socket: &mut Socket, room_id: &str) {
    assert_eq!(socket.ask("typing.stop", json!({ "room_id": room_id })).await["type"], "ack");
}

async fn soon(socket: &mut Socket, name: &str) -> Value {
    socket.find_within(SOON, |frame| frame["type"] == name).await.expect("the socket is open")
}

async fn typing_is_told_to_the_other_members(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut other_tab) = (house.ada.listen().await, house.ada.listen().await);
    let (mut member, mut stranger) = (house.bob.listen().await, house.eve.listen().await);
    start(&mut own, &house.kitchen).await;
    let told = house.told(&mut member).await;
    assert_eq!(names(&told), ["typing.started"]);
    assert_eq!(told[0]["data"], json!({ "room_id": house.kitchen, "user_id": house.ada.id }));
    for socket in [&mut own, &mut other_tab, &mut stranger] {
        assert!(house.told(socket).await.is_empty());
    }
    start(&mut own, &house.hall).await;
    for socket in [&mut member, &mut stranger] {
        assert_eq!(soon(socket, "typing.started").await["data"]["room_id"], house.hall);
    }
}

async fn starts_in_quick_succession_are_told_once(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    let frame = json!({ "type": "typing.start", "data": { "room_id": house.kitchen } });
    for _ in 0..10 {
        own.send(&frame).await;
    }
    own.ask("ping", Value::Null).await;
    assert_eq!(names(&house.told(&mut member).await), ["typing.started"]);
    // Half a second later it is news again.
    let began = Instant::now();
    while house.told(&mut member).await.is_empty() {
        assert!(began.elapsed() < SOON, "a start is not told again");
        start(&mut own, &house.kitchen).await;
    }
}

/// Waits for the end of typing, and says how long it took.
async fn time_to_the_end(member: &mut Socket, began: Instant) -> Duration {
    let frame = member.find_within(Duration::from_secs(15), |frame| frame["type"] == "typing.stopped").await;
    assert_eq!(frame.expect("the socket is open")["type"], "typing.stopped");
    began.elapsed()
}

async fn typing_is_over_by_itself_after_five_seconds(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    let began = Instant::now();
    start(&mut own, &house.kitchen).await;
    assert_eq!(soon(&mut member, "typing.started").await["data"]["user_id"], house.ada.id);
    let took = time_to_the_end(&mut member, began).await;
    assert!((5.0..7.5).contains(&took.as_secs_f64()), "{took:?}");
    // After the end it begins anew, also for one whose connection breaks off.
    start(&mut own, &house.kitchen).await;
    soon(&mut member, "typing.started").await;
    let began = Instant::now();
    drop(own);
    assert!(time_to_the_end(&mut member, began).await < Duration::from_millis(7500));
}

async fn a_start_prolongs_it(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    start(&mut own, &house.kitchen).await;
    let still_typing = Duration::from_secs(3);
    let early = tokio::time::timeout(still_typing, member.find(|frame| frame["type"] == "typing.stopped")).await;
    assert!(early.is_err(), "{early:?}");
    let began = Instant::now();
    start(&mut own, &house.kitchen).await;
    let took = time_to_the_end(&mut member, began).await;
    assert!((5.0..7.5).contains(&took.as_secs_f64()), "{took:?}");
    assert!(!names(&house.told(&mut member).await).contains(&"typing.stopped"), "the end was told twice");
}

async fn a_stop_is_told_at_once_and_once(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member, mut stranger) = (house.ada.listen().await, house.bob.listen().await, house.eve.listen().await);
    stop(&mut own, &house.kitchen).await;
    assert!(house.told(&mut member).await.is_empty(), "who does not type has nothing to end");
    start(&mut own, &house.kitchen).await;
    stop(&mut own, &house.kitchen).await;
    stop(&mut own, &house.kitchen).await;
    let told = house.told(&mut member).await;
    assert_eq!(names(&told), ["typing.started", "typing.stopped"]);
    assert_eq!(told[0]["data"], told[1]["data"]);
    assert!(house.told(&mut stranger).await.is_empty());
    let more = tokio::time::timeout(Duration::from_secs(6), member.find(|frame| frame["type"] == "typing.stopped")).await;
    assert!(more.is_err(), "what was stopped ran out all the same: {more:?}");
}

async fn a_message_by_socket_ends_it(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    start(&mut own, &house.kitchen).await;
    soon(&mut member, "typing.started").await;
    own.ask("message.send", json!({ "room_id": house.kitchen, "content": "done" })).await;
    assert_eq!(soon(&mut member, "typing.stopped").await["data"]["user_id"], house.ada.id);
}

async fn a_message_by_http_ends_it(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    start(&mut own, &house.kitchen).await;
    soon(&mut member, "typing.started").await;
    house.ada.say(&house.kitchen, "done").await;
    assert_eq!(soon(&mut member, "typing.stopped").await["data"]["user_id"], house.ada.id);
}

async fn a_start_without_a_reference_needs_no_answer(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    own.send(&json!({ "type": "typing.start", "data": { "room_id": house.kitchen } })).await;
    soon(&mut member, "typing.started").await;
    // Frames are answered in their order: an answer to the start would come before the one to the ping.
    assert_eq!(own.ask("ping", Value::Null).await["type"], "pong");
    while let Some(frame) = own.next_within(Duration::ZERO).await {
        assert_ne!(frame["type"], "ack", "{frame}");
    }
}

async fn typing_is_not_in_the_log(server: &Server) {
    let house = House::new(server).await;
    let (mut own, mut member) = (house.ada.listen().await, house.bob.listen().await);
    let start_cursor = member.cursor.clone().expect("a greeting has a cursor");
    start(&mut own, &house.kitchen).await;
    stop(&mut own, &house.kitchen).await;
    for name in ["typing.started", "typing.stopped"] {
        let frame = soon(&mut member, name).await;
        assert!(["cursor", "event_id", "seq"].iter().all(|field| frame.get(*field).is_none()), "{frame}");
    }
    assert_eq!(house.bob.get(&format!("/sync?cursor={start_cursor}")).await.expect(200)["items"], json!([]));
    let mut resumed = house.bob.connect(Some(&start_cursor)).await;
    assert!(house.told(&mut resumed).await.is_empty());
}
