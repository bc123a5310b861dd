//! Receipts as a list: who may ask for it, and how it is paged.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::generate::new_id;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{pair, path_of, read, receive, three};

on_both_engines![
    its_sender_alone_may_know,
    to_strangers_there_is_no_message,
    who_does_not_see_their_message_finds_no_receipts,
    what_the_room_says_has_no_receipts,
    pages_are_by_user_id_and_hold_everybody_once,
    what_cannot_be_understood_is_refused,
];

fn path(message: &Value) -> String {
    format!("/messages/{}/receipts", text(&message["id"]))
}

async fn its_sender_alone_may_know(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = bob.say(&room_id, "Good morning").await;
    read(&cleo, &sent).await;
    // Not even whose room it is.
    for other in [&ada, &cleo] {
        other.get(&path(&sent)).await.problem(403, "forbidden");
    }
    assert_eq!(bob.get(&path(&sent)).await.expect(200)["items"].as_array().map(Vec::len), Some(2));
    server.client().get(&path(&sent)).await.problem(401, "unauthorized");
}

async fn to_strangers_there_is_no_message(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    let (by_ada, by_bob) = (ada.say(&room_id, "Good morning").await, bob.say(&room_id, "You too").await);
    eve.get(&path(&by_ada)).await.problem(404, "not_found");
    eve.get(&format!("/messages/{}/receipts", new_id())).await.problem(404, "not_found");
    // Who has left is a stranger, to their own words too.
    bob.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    bob.get(&path(&by_ada)).await.problem(404, "not_found");
    bob.get(&path(&by_bob)).await.problem(404, "not_found");
}

async fn who_does_not_see_their_message_finds_no_receipts(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    receive(&bob).await;
    ada.delete(&format!("/rooms/{room_id}/messages?scope=me")).await.expect(200);
    ada.get(&path(&sent)).await.problem(404, "not_found");
    ada.post_empty(&format!("/rooms/{room_id}/undo")).await.expect(200);
    assert_eq!(ada.get(&path(&sent)).await.expect(200)["items"], json!([{ "user_id": bob.id, "status": "delivered" }]));
    // What the other has cleared is as far as it was.
    bob.delete(&format!("/rooms/{room_id}/messages?scope=me")).await.expect(200);
    assert_eq!(ada.get(&path(&sent)).await.expect(200)["items"], json!([{ "user_id": bob.id, "status": "delivered" }]));
    assert_eq!(ada.get(&path_of(&sent)).await.expect(200)["status"], "delivered");
}

async fn what_the_room_says_has_no_receipts(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let made = ada.history(&room_id).await.remove(0);
    assert_eq!((&made["kind"], &made["sender_id"]), (&json!("system"), &json!(ada.id)));
    for person in [&ada, &bob] {
        person.get(&path(&made)).await.problem(403, "forbidden");
    }
}

async fn pages_are_by_user_id_and_hold_everybody_once(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut others = vec![bob, cleo];
    for number in 0..3 {
        let person = Person::register(server, &format!("person{number}")).await;
        ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": person.id })).await.expect(201);
        others.push(person);
    }
    let sent = ada.say(&room_id, "Good morning").await;
    read(&others[1], &sent).await;
    receive(&others[3]).await;
    let whole = ada.get(&path(&sent)).await.expect(200);
    let ids: BTreeSet<&str> = others.iter().map(|person| person.id.as_str()).collect();
    let items = whole["items"].as_array().expect("a page has items").clone();
    assert_eq!(items.iter().filter_map(|item| item["user_id"].as_str()).collect::<Vec<_>>(), ids.into_iter().collect::<Vec<_>>());
    assert!(whole.get("next_cursor").is_none(), "{whole}");
    for limit in [1, 2, 4, 5] {
        let (mut seen, mut query) = (Vec::new(), format!("?limit={limit}"));
        loop {
            let page = ada.get(&format!("{}{query}", path(&sent))).await.expect(200);
            let items = page["items"].as_array().expect("a page has items").clone();
            assert!(!items.is_empty() && items.len() <= limit, "{page}");
            seen.extend(items);
            let Some(cursor) = page.get("next_cursor") else { break };
            query = format!("?limit={limit}&cursor={}", text(cursor));
        }
        assert_eq!(seen, items, "by {limit}");
    }
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    for query in ["limit=0", "limit=101", "limit=all", "cursor="] {
        ada.get(&format!("{}?{query}", path(&sent))).await.problem(400, "bad_request");
    }
    ada.get(&format!("{}?cursor=garbage", path(&sent))).await.problem(400, "invalid_cursor");
    ada.get("/messages/the-last/receipts").await.problem(400, "bad_request");
}
