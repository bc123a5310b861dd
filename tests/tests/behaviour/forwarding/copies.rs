//! Copies: what was forwarded is a message as any other where it came to, and leads a life of its own.

use serde_json::{Value, json};
use tests::person::{text, told};
use tests::{Person, Server, on_both_engines};

use super::{House, count, forward, forward_to, origin, path_of};

on_both_engines![
    a_copy_is_heard_and_counted_as_any_message,
    a_copy_names_people_of_its_own_room,
    a_copy_is_read_and_answered_as_any_message,
    editing_and_deleting_a_copy_leave_the_source_alone,
    a_copy_is_its_forwarders_alone,
    forwarding_a_copy_names_the_copy,
    forwarding_reads_the_room_up_to_the_copy,
    a_copy_brings_a_room_up_and_back,
];

async fn counts(person: &Person, room_id: &str) -> (Value, Value) {
    let room = person.get(&format!("/rooms/{room_id}")).await.expect(200);
    (room["unread_count"].clone(), room["mention_count"].clone())
}

async fn a_copy_is_heard_and_counted_as_any_message(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let eve = Person::register(server, "eve").await;
    let study = bob.group("Study", &[&cleo, &eve]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let (mut ear, away) = (eve.listen_from_now().await, eve.listen_from_now().await.cut());
    let copy = forward_to(&bob, &source, &study).await;
    let next = bob.say(&study, "that was all").await;
    assert_eq!((&copy["seq"], &next["seq"]), (&json!(2), &json!(3)));
    let frames = ear.up_to(&next).await;
    let messages: Vec<&Value> = frames.iter().map(|frame| &frame["data"]["message"]).collect();
    assert_eq!(messages, [&told(&copy), &told(&next)]);
    assert_eq!(frames[0]["type"], "message.created");
    assert_eq!(eve.connect(away.as_deref()).await.up_to(&next).await, frames);
    assert_eq!(eve.history(&study).await[1], told(&copy));
    assert_eq!((counts(&eve, &study).await, counts(&bob, &study).await), ((json!(2), json!(0)), (json!(0), json!(0))));
    let room = eve.get(&format!("/rooms/{study}")).await.expect(200);
    assert_eq!(room["first_unread_message_id"], copy["id"]);
    // The source's room is as unread as before.
    assert_eq!(counts(&cleo, &kitchen).await, (json!(1), json!(0)));
}

async fn a_copy_names_people_of_its_own_room(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let eve = Person::register(server, "eve").await;
    let study = bob.group("Study", &[&eve, &ada]).await;
    let source = ada.say(&kitchen, "@cleo, @eve and @bob: tea").await;
    let mut ears = [eve.listen_from_now().await, cleo.listen_from_now().await, bob.listen_from_now().await];
    let copy = forward_to(&bob, &source, &study).await;
    assert_eq!(counts(&eve, &study).await, (json!(1), json!(1)));
    assert_eq!((counts(&cleo, &kitchen).await, counts(&bob, &kitchen).await), ((json!(1), json!(1)), (json!(1), json!(1))));
    let (here, there) = (ada.say(&study, "that was all").await, ada.say(&kitchen, "and that").await);
    let mut named = Vec::new();
    for (ear, marker) in ears.iter_mut().zip([&here, &there, &there]) {
        let frames = ear.up_to(marker).await;
        named.push(frames.iter().filter(|frame| frame["type"] == "mention.created").map(|frame| frame["data"].clone()).collect::<Vec<_>>());
    }
    let mention = json!({ "room_id": study, "message_id": copy["id"], "seq": copy["seq"], "sender_id": bob.id });
    // Cleo is not there, and Bob does not name himself.
    assert_eq!(named, [vec![mention], vec![], vec![]]);
}

async fn a_copy_is_read_and_answered_as_any_message(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[&cleo]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let copy = forward_to(&bob, &source, &study).await;
    assert_eq!(bob.get(&format!("/messages/{}/receipts", text(&copy["id"]))).await.expect(200)["items"][0]["status"], "sent");
    cleo.post_empty(&format!("/messages/{}/read", text(&copy["id"]))).await.expect(200);
    assert_eq!(bob.get(&path_of(&copy)).await.expect(200)["status"], "read");
    // Reading the copy says nothing of the source.
    assert_eq!(ada.get(&path_of(&source)).await.expect(200)["status"], "sent");
    assert_eq!(counts(&cleo, &kitchen).await.0, 1);
    ada.get(&format!("/messages/{}/receipts", text(&copy["id"]))).await.problem(404, "not_found");
}

async fn editing_and_deleting_a_copy_leave_the_source_alone(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[&ada]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let outcomes = forward(&bob, &source, &[&study, &kitchen]).await;
    let (copy, twin) = (&outcomes[0]["message"], &outcomes[1]["message"]);
    let before = ada.get(&path_of(&source)).await.expect(200);
    let mut ear = ada.listen_from_now().await;
    let edited = bob.patch(&path_of(copy), json!({ "content": "Coffee is ready" })).await.expect(200);
    assert_eq!(
        (&edited["content"], &edited["is_edited"], &edited["forwarded_from"]),
        (&json!("Coffee is ready"), &json!(true), &origin(&source))
    );
    let revisions = bob.get(&format!("{}/revisions", path_of(copy))).await.expect(200);
    assert_eq!(revisions["items"][0]["content"], "Tea is ready");
    assert_eq!(ada.get(&path_of(&source)).await.expect(200), before);
    let deleted = bob.delete(&path_of(copy)).await.expect(200);
    assert_eq!((&deleted["content"], &deleted["id"]), (&Value::Null, &copy["id"]));
    assert_eq!(ada.get(&path_of(&source)).await.expect(200), before);
    assert_eq!(ada.get(&path_of(twin)).await.expect(200)["content"], "Tea is ready");
    let marker = ada.say(&kitchen, "that was all").await;
    let frames = ear.up_to(&marker).await;
    let about: Vec<(&str, &Value)> =
        frames.iter().filter_map(|frame| Some((frame["type"].as_str()?, frame.pointer("/data/message/id")?))).collect();
    assert_eq!(about, [("message.updated", &copy["id"]), ("message.deleted", &copy["id"]), ("message.created", &marker["id"])]);
}

async fn a_copy_is_its_forwarders_alone(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = bob.group("Study", &[&ada, &cleo]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let copy = forward_to(&cleo, &source, &study).await;
    // Not the author's, whose words they were.
    ada.patch(&path_of(&copy), json!({ "content": "other words" })).await.problem(403, "forbidden");
    ada.delete(&path_of(&copy)).await.problem(403, "forbidden");
    ada.get(&format!("/messages/{}/receipts", text(&copy["id"]))).await.problem(403, "forbidden");
    // The room's owner may delete it, as anything there.
    bob.delete(&path_of(&copy)).await.expect(200);
    assert_eq!(ada.get(&path_of(&source)).await.expect(200)["content"], "Tea is ready");
}

async fn forwarding_a_copy_names_the_copy(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (study, den) = (bob.group("Study", &[&cleo]).await, cleo.group("Den", &[]).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    let copy = forward_to(&bob, &source, &study).await;
    let second = forward_to(&cleo, &copy, &den).await;
    assert_eq!((&second["content"], &second["sender_id"]), (&json!("Tea is ready"), &json!(cleo.id)));
    assert_eq!(second["forwarded_from"], json!({ "message_id": copy["id"], "room_id": study, "sender_id": bob.id }));
    assert_eq!((count(&bob, &copy).await, count(&ada, &source).await, count(&cleo, &second).await), (1, 1, 0));
    // Who finds the origin named finds nothing there that is not theirs.
    let eve = Person::register(server, "eve").await;
    cleo.post(&format!("/rooms/{den}/members"), json!({ "user_id": eve.id })).await.expect(201);
    let third = forward_to(&cleo, &second, &den).await;
    let shown = eve.get(&path_of(&third)).await.expect(200);
    assert_eq!(shown["forwarded_from"], origin(&second));
    eve.get(&path_of(&copy)).await.problem(404, "not_found");
}

async fn forwarding_reads_the_room_up_to_the_copy(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let study = cleo.group("Study", &[&bob]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let asked = cleo.say(&study, "What did she say?").await;
    assert_eq!((counts(&bob, &study).await.0, counts(&bob, &kitchen).await.0), (json!(1), json!(1)));
    let copy = forward_to(&bob, &source, &study).await;
    assert_eq!((counts(&bob, &study).await.0, counts(&bob, &kitchen).await.0), (json!(0), json!(1)));
    assert_eq!(bob.get(&format!("/rooms/{study}")).await.expect(200)["read_seq"], copy["seq"]);
    // As every answer does, it tells that what is before was read.
    assert_eq!(cleo.get(&path_of(&asked)).await.expect(200)["status"], "read");
}

async fn a_copy_brings_a_room_up_and_back(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let (study, direct) = (ada.group("Study", &[]).await, ada.direct(&bob).await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    ada.say(&direct, "Good morning").await;
    bob.delete(&format!("/rooms/{direct}")).await.expect(200);
    ada.say(&study, "notes").await;
    let copy = forward_to(&ada, &source, &direct).await;
    let page = ada.get("/rooms?limit=1").await.expect(200);
    assert_eq!((&page["items"][0]["id"], &page["items"][0]["last_message"]), (&json!(direct), &copy));
    // What was deleted comes back with a message, and this is one.
    let room = bob.get(&format!("/rooms/{direct}")).await.expect(200);
    assert_eq!((&room["is_deleted"], &room["last_message"]), (&json!(false), &told(&copy)));
    assert_eq!(bob.history(&direct).await, [told(&copy)]);
}
