//! Frames of the read state: what the room hears, what one's own devices hear, and what nobody hears.

use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, Socket, on_both_engines};

use super::{heard, mark, names, pair, read, say_many, seq};

on_both_engines![
    the_room_hears_once_that_someone_has_read_on,
    ones_own_devices_hear_the_new_counts,
    going_back_is_heard_by_ones_own_devices_alone,
    repeats_are_not_heard,
    many_rooms_are_each_told_of,
    sending_is_told_of_by_its_message_alone,
    nobody_outside_hears_of_reading,
    who_comes_back_with_a_cursor_hears_what_was_read,
];

const PUBLIC: &[&str] = &["message.read"];
const PRIVATE: &[&str] = &["room.read_status", "unread.updated"];
const ALL: &[&str] = &["message.read", "room.read_status", "unread.updated", "mention.created"];

/// The data of the frames.
fn data(frames: &[Value]) -> Vec<&Value> {
    frames.iter().map(|frame| &frame["data"]).collect()
}

/// What the room hears when someone has read up to a message.
fn reading(person: &Person, message: &Value) -> Value {
    json!({ "room_id": message["room_id"], "user_id": person.id, "message_id": message["id"], "seq": message["seq"] })
}

/// What one's own devices hear of the counts in a read status.
fn updated(status: &Value) -> Value {
    json!({ "room_id": status["room_id"], "unread_count": status["unread_count"], "mention_count": status["mention_count"] })
}

/// Holds the private frames of a device against the read statuses that were answered.
async fn check_private(socket: &mut Socket, marker: &Value, statuses: &[Value]) {
    let frames = heard(socket, marker, PRIVATE).await;
    let of = |name: &str| frames.iter().filter(|frame| frame["type"] == name).map(|frame| frame["data"].clone()).collect::<Vec<_>>();
    assert_eq!(of("room.read_status"), statuses);
    assert_eq!(of("unread.updated"), statuses.iter().map(updated).collect::<Vec<_>>());
    assert!(frames.iter().all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()), "they are one person's: {frames:?}");
}

async fn the_room_hears_once_that_someone_has_read_on(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 4).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    read(&bob, &sent[0]).await;
    mark(&bob, &room_id, "read", Some(&sent[1])).await;
    let answer = sockets[1].ask("message.read", json!({ "message_id": sent[2]["id"] })).await;
    assert_eq!(answer["type"], "ack", "{answer}");
    mark(&bob, &room_id, "read", None).await;
    let marker = ada.say(&room_id, "that was all").await;
    let expected: Vec<Value> = sent.iter().map(|message| reading(&bob, message)).collect();
    for socket in &mut sockets {
        let frames = heard(socket, &marker, PUBLIC).await;
        assert_eq!(data(&frames), expected.iter().collect::<Vec<_>>());
        assert!(frames.iter().all(|frame| frame["room_id"] == room_id && frame["seq"].is_i64()), "{frames:?}");
    }
}

async fn ones_own_devices_hear_the_new_counts(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    let sent = say_many(&ada, &room_id, 3).await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    let statuses = [read(&phone, &sent[0]).await, mark(&bob, &room_id, "read", None).await];
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut own {
        check_private(socket, &marker, &statuses).await;
    }
    assert_eq!(names(&heard(&mut other, &marker, ALL).await), ["message.read", "message.read"]);
}

async fn going_back_is_heard_by_ones_own_devices_alone(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    let sent = say_many(&ada, &room_id, 3).await;
    mark(&bob, &room_id, "read", None).await;
    let mut own = [bob.listen_from_now().await, phone.listen_from_now().await];
    let mut other = ada.listen_from_now().await;
    let statuses = [mark(&phone, &room_id, "unread", None).await, mark(&bob, &room_id, "unread", Some(&sent[0])).await];
    assert_eq!((&statuses[0]["unread_count"], &statuses[1]["unread_count"]), (&json!(1), &json!(3)));
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut own {
        check_private(socket, &marker, &statuses).await;
    }
    assert_eq!(names(&other.up_to(&marker).await), ["message.created"]);
    // Reading on from there is forward again, and is told again.
    read(&bob, &sent[1]).await;
    let marker = ada.say(&room_id, "and that").await;
    assert_eq!(data(&heard(&mut other, &marker, ALL).await), [&reading(&bob, &sent[1])]);
}

async fn repeats_are_not_heard(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 3).await;
    read(&bob, &sent[1]).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    for _ in 0..3 {
        read(&bob, &sent[1]).await;
        read(&bob, &sent[0]).await;
        mark(&bob, &room_id, "read", Some(&sent[1])).await;
        mark(&bob, &room_id, "unread", None).await;
        mark(&bob, &room_id, "unread", Some(&sent[2])).await;
        sockets[1].ask("message.read", json!({ "message_id": sent[1]["id"] })).await;
    }
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut sockets {
        assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
    }
    // One reading, asked for many times at once, is told once.
    let path = format!("/messages/{}/read", text(&marker["id"]));
    futures_util::future::join_all((0..10).map(|_| bob.post_empty(&path))).await;
    let marker = ada.say(&room_id, "and that").await;
    for socket in &mut sockets {
        assert_eq!(heard(socket, &marker, PUBLIC).await.len(), 1);
    }
}

async fn many_rooms_are_each_told_of(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let last = [say_many(&ada, &kitchen, 2).await.remove(1), say_many(&ada, &direct, 2).await.remove(1)];
    let (mut own, mut other) = (bob.listen_from_now().await, ada.listen_from_now().await);
    let marks = json!({ "rooms": [{ "room_id": kitchen, "status": "read" }, { "room_id": direct, "status": "read" }] });
    let given = bob.post("/rooms/read-status", marks).await.expect(200);
    let marker = ada.say(&kitchen, "that was all").await;
    assert_eq!(data(&heard(&mut other, &marker, ALL).await), [&reading(&bob, &last[0]), &reading(&bob, &last[1])]);
    check_private(&mut own, &marker, given["items"].as_array().expect("there are statuses")).await;
}

async fn sending_is_told_of_by_its_message_alone(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    say_many(&ada, &room_id, 3).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await];
    bob.say(&room_id, "I see").await;
    let marker = ada.say(&room_id, "that was all").await;
    for socket in &mut sockets {
        assert_eq!(names(&socket.up_to(&marker).await), ["message.created", "message.created"]);
    }
}

async fn nobody_outside_hears_of_reading(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (eve, cleo) = (Person::register(server, "eve").await, Person::register(server, "cleo").await);
    super::add(&ada, &room_id, &cleo).await;
    super::leave(&cleo, &room_id).await;
    let hall = ada.group("Hall", &[&eve, &cleo]).await;
    let mut outside = [eve.listen_from_now().await, cleo.listen_from_now().await];
    let sent = ada.say(&room_id, "between us, @bob").await;
    read(&bob, &sent).await;
    mark(&bob, &room_id, "unread", None).await;
    let marker = ada.say(&hall, "that was all").await;
    for socket in &mut outside {
        assert_eq!(names(&socket.up_to(&marker).await), ["message.created"]);
    }
}

async fn who_comes_back_with_a_cursor_hears_what_was_read(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    let sent = say_many(&ada, &room_id, 3).await;
    let away = [phone.listen_from_now().await.cut(), ada.listen_from_now().await.cut()];
    let mut there = bob.listen_from_now().await;
    let statuses = [read(&bob, &sent[1]).await, mark(&bob, &room_id, "unread", Some(&sent[0])).await];
    let marker = ada.say(&room_id, "that was all").await;
    let expected = there.up_to(&marker).await;
    let mut back = phone.connect(away[0].as_deref()).await;
    let frames = back.up_to(&marker).await;
    assert_eq!(frames, expected, "another device makes good what the first one heard");
    check_private(&mut phone.connect(away[0].as_deref()).await, &marker, &statuses).await;
    let frames = ada.connect(away[1].as_deref()).await.up_to(&marker).await;
    assert_eq!(names(&frames), ["message.read", "message.created"]);
    assert_eq!(frames[0]["data"], reading(&bob, &sent[1]));
    // Over HTTP it is the same.
    let cursor = away[0].as_deref().expect("a greeting has a cursor");
    let page = bob.get(&format!("/sync?limit=100&cursor={cursor}")).await.expect(200);
    assert_eq!(page["items"].as_array(), Some(&expected));
    assert_eq!(seq(&marker), seq(&sent[2]) + 1);
}
