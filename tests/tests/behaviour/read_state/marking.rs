//! Marking: rooms as read and unread, one or many, and that reading never goes back.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{NOTHING, check, counts_of, mark, marking, names, pair, path_of, read, room, say_many, seq};

on_both_engines![
    a_key_belongs_to_one_marking,
    reading_up_to_a_message_leaves_the_later_ones,
    reading_never_goes_back,
    a_room_is_read_to_its_end,
    unread_begins_at_the_last_message_that_counts,
    unread_leaves_an_unread_room_as_it_is,
    unread_begins_at_the_message_that_is_named,
    a_room_in_which_nothing_counts_stays_read,
    many_rooms_are_marked_at_once,
    of_many_rooms_all_are_marked_or_none,
    a_message_of_another_room_is_not_found,
    a_stranger_marks_nothing,
    what_cannot_be_understood_is_refused,
];

async fn reading_up_to_a_message_leaves_the_later_ones(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 6).await;
    let mut socket = bob.listen_from_now().await;
    let expected = |at: usize| {
        let mut status = json!({ "room_id": room_id, "read_seq": sent[at]["seq"], "unread_count": 5 - at, "mention_count": 0 });
        if let Some(next) = sent.get(at + 1) {
            status["first_unread_message_id"] = next["id"].clone();
        }
        status
    };
    assert_eq!(mark(&bob, &room_id, "read", Some(&sent[1])).await, expected(1));
    check(&bob, &room_id, 4).await;
    assert_eq!(read(&bob, &sent[2]).await, expected(2));
    check(&bob, &room_id, 3).await;
    let answer = socket.ask("message.read", json!({ "message_id": sent[4]["id"] })).await;
    assert_eq!(answer["type"], "ack", "{answer}");
    check(&bob, &room_id, 1).await;
    assert_eq!(read(&bob, &sent[5]).await, expected(5));
    check(&bob, &room_id, 0).await;
    assert_eq!(room(&bob, &room_id).await["read_seq"], sent[5]["seq"]);
}

async fn reading_never_goes_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 5).await;
    let status = read(&bob, &sent[3]).await;
    let mut socket = bob.listen_from_now().await;
    for older in &sent[..4] {
        assert_eq!(read(&bob, older).await, status);
        assert_eq!(mark(&bob, &room_id, "read", Some(older)).await, status);
        assert_eq!(socket.ask("message.read", json!({ "message_id": older["id"] })).await["type"], "ack");
    }
    check(&bob, &room_id, 1).await;
    // A message that was deleted meanwhile is still a place to have read up to.
    ada.delete(&path_of(&sent[1])).await.expect(200);
    assert_eq!(read(&bob, &sent[1]).await, status);
    assert_eq!(room(&bob, &room_id).await["read_seq"], sent[3]["seq"]);
}

async fn a_room_is_read_to_its_end(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 3).await;
    let status = mark(&bob, &room_id, "read", None).await;
    assert_eq!(status, json!({ "room_id": room_id, "read_seq": sent[2]["seq"], "unread_count": 0, "mention_count": 0 }));
    assert_eq!(mark(&bob, &room_id, "read", None).await, status);
    check(&bob, &room_id, 0).await;
    ada.say(&room_id, "and on").await;
    check(&bob, &room_id, 1).await;
}

async fn unread_begins_at_the_last_message_that_counts(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 3).await;
    ada.delete(&path_of(&sent[2])).await.expect(200);
    bob.say(&room_id, "mine").await;
    let cleo = Person::register(server, "cleo").await;
    super::add(&ada, &room_id, &cleo).await;
    check(&bob, &room_id, 0).await;
    let status = mark(&bob, &room_id, "unread", None).await;
    assert_eq!((&status["read_seq"], counts_of(&status)), (&json!(seq(&sent[1]) - 1), (1, 0)), "{status}");
    assert_eq!(status["first_unread_message_id"], sent[1]["id"]);
    check(&bob, &room_id, 1).await;
    // Ada's last one is Bob's.
    mark(&ada, &room_id, "unread", None).await;
    check(&ada, &room_id, 1).await;
}

async fn unread_leaves_an_unread_room_as_it_is(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 4).await;
    let status = read(&bob, &sent[0]).await;
    assert_eq!(mark(&bob, &room_id, "unread", None).await, status);
    check(&bob, &room_id, 3).await;
}

async fn unread_begins_at_the_message_that_is_named(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 4).await;
    mark(&bob, &room_id, "read", None).await;
    for (at, unread) in [(2, 2), (1, 3), (0, 4)] {
        let status = mark(&bob, &room_id, "unread", Some(&sent[at])).await;
        assert_eq!(status["read_seq"], seq(&sent[at]) - 1);
        assert_eq!(status["first_unread_message_id"], sent[at]["id"]);
        check(&bob, &room_id, unread).await;
    }
    // From a later one on it is unread already, and what is before it is not read by that.
    assert_eq!(mark(&bob, &room_id, "unread", Some(&sent[2])).await["read_seq"], seq(&sent[0]) - 1);
    check(&bob, &room_id, 4).await;
    // Before everything, the room's own words included.
    let first = bob.history(&room_id).await.remove(0);
    assert_eq!(mark(&bob, &room_id, "unread", Some(&first)).await["read_seq"], 0);
    check(&bob, &room_id, 4).await;
}

async fn a_room_in_which_nothing_counts_stays_read(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let empty = ada.direct(&bob).await;
    bob.say(&room_id, "mine").await;
    for room_id in [&room_id, &empty] {
        let before = room(&bob, room_id).await;
        let status = mark(&bob, room_id, "unread", None).await;
        assert_eq!((&status["read_seq"], counts_of(&status)), (&before["read_seq"], (0, 0)));
        assert_eq!(counts_of(&mark(&bob, room_id, "read", None).await), (0, 0));
        check(&bob, room_id, 0).await;
    }
}

/// One room of many, and what it is to be marked as.
fn one_of(room_id: &str, status: &str, message: Option<&Value>) -> Value {
    let mut one = marking(status, message);
    one["room_id"] = json!(room_id);
    one
}

async fn many_rooms_are_marked_at_once(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let (cellar, direct) = (ada.group("Cellar", &[&bob]).await, ada.direct(&bob).await);
    let mut sent = Vec::new();
    for room_id in [&kitchen, &cellar, &direct] {
        sent.push(say_many(&ada, room_id, 3).await);
    }
    read(&bob, &sent[2][2]).await;
    let marks = [one_of(&kitchen, "read", None), one_of(&cellar, "read", Some(&sent[1][0])), one_of(&direct, "unread", None)];
    let given = bob.post("/rooms/read-status", json!({ "rooms": marks })).await.expect(200);
    let rooms: Vec<&Value> = given["items"].as_array().into_iter().flatten().map(|status| &status["room_id"]).collect();
    assert_eq!(rooms, [&kitchen, &cellar, &direct]);
    for (at, (room_id, unread)) in [(&kitchen, 0), (&cellar, 2), (&direct, 1)].into_iter().enumerate() {
        assert_eq!(given["items"][at]["unread_count"], unread);
        check(&bob, room_id, unread).await;
    }
}

async fn of_many_rooms_all_are_marked_or_none(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let (direct, foreign) = (ada.direct(&bob).await, ada.group("Study", &[]).await);
    say_many(&ada, &kitchen, 2).await;
    say_many(&ada, &direct, 3).await;
    let elsewhere = ada.say(&foreign, "not for Bob").await;
    let before = bob.get("/unread-count?explain=true").await.expect(200);
    let (mut own, mut other) = (bob.listen_from_now().await, ada.listen_from_now().await);
    let wrong = [
        one_of(NOTHING, "read", None),
        one_of(&foreign, "read", None),
        one_of(&direct, "read", Some(&elsewhere)),
        one_of(&direct, "read", Some(&json!({ "id": NOTHING }))),
    ];
    for wrong in wrong {
        for at in 0..3 {
            let mut marks = vec![one_of(&kitchen, "read", None), one_of(&direct, "read", None)];
            marks.insert(at, wrong.clone());
            bob.post("/rooms/read-status", json!({ "rooms": marks })).await.problem(404, "not_found");
            assert_eq!(bob.get("/unread-count?explain=true").await.expect(200), before);
        }
    }
    let marker = ada.say(&kitchen, "that was all").await;
    assert_eq!(names(&own.up_to(&marker).await), ["message.created"]);
    assert_eq!(names(&other.up_to(&marker).await), ["message.created"]);
}

async fn a_message_of_another_room_is_not_found(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let direct = ada.direct(&bob).await;
    say_many(&ada, &room_id, 2).await;
    let elsewhere = ada.say(&direct, "elsewhere").await;
    let path = format!("/rooms/{room_id}/read-status");
    for status in ["read", "unread"] {
        bob.put(&path, marking(status, Some(&elsewhere))).await.problem(404, "not_found");
        bob.put(&path, json!({ "status": status, "message_id": NOTHING })).await.problem(404, "not_found");
    }
    bob.post_empty(&format!("/messages/{NOTHING}/read")).await.problem(404, "not_found");
    check(&bob, &room_id, 2).await;
    check(&bob, &direct, 1).await;
}

async fn a_stranger_marks_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let sent = ada.say(&room_id, "between us").await;
    let (path, by_message) = (format!("/rooms/{room_id}/read-status"), format!("/messages/{}/read", text(&sent["id"])));
    let (mut socket, mut room_hears) = (eve.listen_from_now().await, ada.listen_from_now().await);
    for status in ["read", "unread"] {
        eve.put(&path, marking(status, None)).await.problem(404, "not_found");
        eve.put(&path, marking(status, Some(&sent))).await.problem(404, "not_found");
        eve.put(&format!("/rooms/{NOTHING}/read-status"), marking(status, None)).await.problem(404, "not_found");
    }
    eve.post_empty(&by_message).await.problem(404, "not_found");
    let answer = socket.ask("message.read", json!({ "message_id": sent["id"] })).await;
    assert_eq!((&answer["type"], &answer["data"]["problem"]["code"]), (&json!("error"), &json!("not_found")), "{answer}");
    super::leave(&bob, &room_id).await;
    bob.post_empty(&by_message).await.problem(404, "not_found");
    bob.put(&path, marking("read", None)).await.problem(404, "not_found");
    let marker = ada.say(&room_id, "that was all").await;
    assert!(!names(&room_hears.up_to(&marker).await).contains(&"message.read"));
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    ada.say(&room_id, "one").await;
    let path = format!("/rooms/{room_id}/read-status");
    for body in [json!({}), json!({ "status": "seen" }), json!({ "status": null })] {
        let problem = bob.put(&path, body).await.problem(422, "validation_failed");
        assert!(pointers(&problem).iter().all(|pointer| *pointer == "/status"), "{problem}");
    }
    let problem = bob.put(&path, json!({ "status": "read", "message_id": "the last" })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem), ["/message_id"]);
    let many: Vec<Value> = (0..101).map(|_| one_of(&room_id, "read", None)).collect();
    for body in [json!({}), json!({ "rooms": [] }), json!({ "rooms": many })] {
        bob.post("/rooms/read-status", body).await.problem(422, "validation_failed");
    }
    let body = json!({ "rooms": [one_of(&room_id, "read", None), { "room_id": room_id }] });
    bob.post("/rooms/read-status", body).await.problem(422, "validation_failed");
    check(&bob, &room_id, 1).await;
}

async fn a_key_belongs_to_one_marking(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 2).await;
    let keyed = bob.with_header("idempotency-key", "marking-1");
    let first = keyed.post_empty(&format!("/messages/{}/read", text(&sent[0]["id"]))).await.expect(200);
    assert_eq!(keyed.post_empty(&format!("/messages/{}/read", text(&sent[0]["id"]))).await.expect(200), first);
    keyed.post_empty(&format!("/messages/{}/read", text(&sent[1]["id"]))).await.problem(422, "idempotency_key_reused");
    check(&bob, &room_id, 1).await;
}
