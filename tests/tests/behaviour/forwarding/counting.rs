//! Counting: how often a message was forwarded is exact, and its room is told each time.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::person::{text, told};
use tests::{Person, Server, Socket, on_both_engines};

use super::{House, count, forward, forward_to, path_of};

on_both_engines![
    each_forwarding_counts_the_rooms_it_came_to,
    its_room_is_told_and_nobody_else,
    forwarding_into_its_own_room_counts_too,
    forwarding_at_once_loses_no_count,
    an_edit_keeps_the_count_and_the_count_keeps_the_text,
    who_comes_back_hears_the_count,
];

/// The messages that the frames of `message.updated` tell of, before a marker.
async fn updates(ear: &mut Socket, marker: &Value) -> Vec<Value> {
    let frames = ear.up_to(marker).await;
    let told = frames.iter().filter(|frame| frame["type"] == "message.updated");
    told.map(|frame| frame["data"]["message"].clone()).collect()
}

/// A message as others are told of it, with a count.
fn counted(message: &Value, count: usize) -> Value {
    let mut counted = told(message);
    counted["forwarded_count"] = json!(count);
    counted
}

async fn rooms(person: &Person, count: usize) -> Vec<String> {
    let mut rooms = Vec::new();
    for number in 0..count {
        rooms.push(person.group(&format!("Room {number}"), &[]).await);
    }
    rooms
}

async fn each_forwarding_counts_the_rooms_it_came_to(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (source, other) = (ada.say(&kitchen, "Tea is ready").await, ada.say(&kitchen, "Cake too").await);
    let of_bob = rooms(&bob, 3).await;
    let of_bob: Vec<&str> = of_bob.iter().map(String::as_str).collect();
    forward(&bob, &source, &of_bob[..2]).await;
    assert_eq!((count(&ada, &source).await, count(&bob, &source).await), (2, 2));
    forward(&bob, &source, &of_bob).await;
    // Not one of these rooms is Cleo's.
    forward(&cleo, &source, &of_bob).await;
    forward_to(&cleo, &source, &cleo.direct(&ada).await).await;
    assert_eq!((count(&ada, &source).await, count(&cleo, &source).await), (6, 6));
    assert_eq!(count(&ada, &other).await, 0);
    assert_eq!(bob.history(of_bob[0]).await.len(), 3);
}

async fn its_room_is_told_and_nobody_else(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let (hall, study) = (ada.group("Hall", &[&bob, &cleo]).await, bob.group("Study", &[&cleo]).await);
    let eve = Person::register(server, "eve").await;
    let attic = bob.group("Attic", &[&eve]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let mut ears = [ada.listen_from_now().await, bob.listen_from_now().await, cleo.listen_from_now().await];
    let mut outside = eve.listen_from_now().await;
    forward(&bob, &source, &[&study, &attic]).await;
    forward(&cleo, &source, &[&study]).await;
    let (marker, end) = (ada.say(&hall, "that was all").await, bob.say(&attic, "that was all").await);
    for ear in &mut ears {
        assert_eq!(updates(ear, &marker).await, [counted(&source, 2), counted(&source, 3)]);
    }
    assert_eq!(updates(&mut outside, &end).await, [Value::Null; 0]);
}

async fn forwarding_into_its_own_room_counts_too(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let mut ear = ada.listen_from_now().await;
    let copy = forward_to(&bob, &source, &kitchen).await;
    assert_eq!((copy["seq"].as_i64(), count(&bob, &copy).await), (source["seq"].as_i64().map(|seq| seq + 1), 0));
    assert_eq!(count(&ada, &source).await, 1);
    let marker = ada.say(&kitchen, "that was all").await;
    let frames = ear.up_to(&marker).await;
    let said: Vec<(&str, &Value)> =
        frames.iter().filter_map(|frame| Some((frame["type"].as_str()?, &frame["data"]["message"]["id"]))).collect();
    assert_eq!(said, [("message.created", &copy["id"]), ("message.updated", &source["id"]), ("message.created", &marker["id"])]);
    assert_eq!(frames[1]["data"]["message"], counted(&source, 1));
}

async fn forwarding_at_once_loses_no_count(server: &Server) {
    let House { ada, bob, cleo, kitchen } = House::new(server).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let mut ear = ada.listen_from_now().await;
    let (of_bob, of_cleo) = (rooms(&bob, 2).await, rooms(&cleo, 3).await);
    let of_bob: Vec<&str> = of_bob.iter().map(String::as_str).collect();
    let of_cleo: Vec<&str> = of_cleo.iter().map(String::as_str).collect();
    let (by_bob, by_cleo) = tokio::join!(
        join_all((0..10).map(|_| forward(&bob, &source, &of_bob))),
        join_all((0..10).map(|_| forward(&cleo, &source, &of_cleo))),
    );
    assert!(by_bob.iter().chain(&by_cleo).flatten().all(|outcome| outcome["status"] == "forwarded"));
    assert_eq!((count(&ada, &source).await, count(&cleo, &source).await), (50, 50));
    for (person, rooms) in [(&bob, &of_bob), (&cleo, &of_cleo)] {
        for room_id in rooms {
            assert_eq!(person.history(room_id).await.len(), 11, "each came once");
        }
    }
    let marker = ada.say(&kitchen, "that was all").await;
    let told: Vec<i64> = updates(&mut ear, &marker).await.iter().filter_map(|message| message["forwarded_count"].as_i64()).collect();
    assert_eq!((told.len(), told.last()), (20, Some(&50)));
    let mut before = 0;
    for count in told {
        assert!(matches!(count - before, 2 | 3), "{count} after {before}");
        before = count;
    }
}

async fn an_edit_keeps_the_count_and_the_count_keeps_the_text(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let source = ada.say(&kitchen, "Tea is ready").await;
    let first = forward_to(&bob, &source, &study).await;
    let edited = ada.patch(&path_of(&source), json!({ "content": "Coffee is ready" })).await.expect(200);
    assert_eq!((&edited["forwarded_count"], &edited["content"]), (&json!(1), &json!("Coffee is ready")));
    let second = forward_to(&bob, &source, &study).await;
    let shown = ada.get(&path_of(&source)).await.expect(200);
    assert_eq!(shown, {
        let mut expected = edited;
        expected["forwarded_count"] = json!(2);
        expected
    });
    assert_eq!((&first["content"], &second["content"]), (&json!("Tea is ready"), &json!("Coffee is ready")));
    assert_eq!((&second["is_edited"], second.get("edited_at")), (&json!(false), None));
    // An earlier copy is not changed with it.
    assert_eq!(bob.get(&path_of(&first)).await.expect(200)["content"], "Tea is ready");
    let revisions = ada.get(&format!("{}/revisions", path_of(&source))).await.expect(200);
    assert_eq!(revisions["items"].as_array().map(Vec::len), Some(1), "forwarding makes none: {revisions}");
    ada.delete(&path_of(&source)).await.expect(200);
    assert_eq!(count(&ada, &source).await, 2);
}

async fn who_comes_back_hears_the_count(server: &Server) {
    let House { ada, bob, kitchen, .. } = House::new(server).await;
    let study = bob.group("Study", &[]).await;
    let (away, mut there) = (ada.listen_from_now().await.cut(), ada.listen_from_now().await);
    let source = ada.say(&kitchen, "Tea is ready").await;
    forward(&bob, &source, &[&study, &kitchen]).await;
    let marker = ada.say(&kitchen, "that was all").await;
    let expected = there.up_to(&marker).await;
    assert_eq!(ada.connect(away.as_deref()).await.up_to(&marker).await, expected);
    let page = ada.get(&format!("/sync?limit=100&cursor={}", away.as_deref().expect("a greeting has a cursor"))).await.expect(200);
    assert_eq!(page["items"], json!(expected));
    let told: Vec<&Value> =
        expected.iter().filter(|frame| frame["type"] == "message.updated").map(|frame| &frame["data"]["message"]).collect();
    assert_eq!(told, [&counted(&source, 2)]);
    assert_eq!(text(&told[0]["content"]), "Tea is ready");
}
