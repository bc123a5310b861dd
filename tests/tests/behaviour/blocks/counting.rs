//! What is unread without the blocked: counted exactly, and told when blocking or unblocking changes it.

use serde_json::{Value, json};
use tests::person::path_of;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, all_frames, gist_of, seq, sight, told};
use super::{edit, three, unblock};

on_both_engines![
    rooms_whose_counts_change_are_told_of,
    changes_of_what_is_blocked_are_quiet,
    reading_on_goes_past_what_is_blocked,
    unread_begins_at_the_last_message_that_is_seen,
    a_room_with_nothing_but_theirs_is_read,
    own_words_and_placeholders_are_not_taken_off_twice,
];

async fn mark(person: &Person, room_id: &str, status: &str, message: Option<&Value>) -> Value {
    let mut body = json!({ "status": status });
    if let Some(message) = message {
        body["message_id"] = message["id"].clone();
    }
    person.put(&format!("/rooms/{room_id}/read-status"), body).await.expect(200)
}

async fn rooms_whose_counts_change_are_told_of(server: &Server) {
    let (ada, bob, cleo, kitchen) = three(server).await;
    let [hall, study, cellar] = [cleo.group("Hall", &[&bob]).await, ada.group("Study", &[&bob, &cleo]).await, cleo.direct(&bob).await];
    cleo.say(&kitchen, "two, @bob").await;
    ada.say(&kitchen, "three").await;
    cleo.say(&hall, "two").await;
    // In the study nothing of Cleo's is unread, and in the cellar all is read.
    ada.say(&study, "two, @bob").await;
    cleo.say(&cellar, "one").await;
    mark(&bob, &cellar, "read", None).await;
    let mut socket = bob.listen_from_now().await;
    bob.block(&cleo).await;
    unblock(&bob, &cleo).await;
    let frames = all_frames(&mut socket, &bob).await;
    let of = |frames: &[Value]| {
        let mut data: Vec<String> = frames.iter().map(|frame| frame["data"].to_string()).collect();
        data.sort();
        data
    };
    let unread = |room_id: &str, count: i64, mentions: i64| json!({ "room_id": room_id, "unread_count": count, "mention_count": mentions });
    let names: Vec<String> = frames.iter().map(gist_of).map(|gist| gist.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(names, ["user.blocked", "unread.updated", "unread.updated", "user.unblocked", "unread.updated", "unread.updated"]);
    let sorted = |mut data: [Value; 2]| {
        data.sort_by_key(Value::to_string);
        data.map(|data| data.to_string())
    };
    assert_eq!(of(&frames[1..3]), sorted([unread(&kitchen, 1, 0), unread(&hall, 0, 0)]));
    assert_eq!(of(&frames[4..]), sorted([unread(&kitchen, 2, 1), unread(&hall, 1, 0)]));
}

async fn changes_of_what_is_blocked_are_quiet(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let named = cleo.say(&room_id, "two, @bob").await;
    let gone = cleo.say(&room_id, "three, @bob").await;
    let plain = cleo.say(&room_id, "four").await;
    bob.block(&cleo).await;
    let mut socket = bob.listen_from_now().await;
    edit(&cleo, &named, "two").await;
    edit(&cleo, &plain, "four, @bob").await;
    cleo.delete(&path_of(&gone)).await.expect(200);
    ada.delete(&path_of(&plain)).await.expect(200);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1], [], []));
    assert_eq!(told(&mut socket, &bob).await, [""; 0]);
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=4, [2], []));
    assert_eq!(told(&mut socket, &bob).await, ["user.unblocked", "unread.updated 1 0"]);
}

async fn reading_on_goes_past_what_is_blocked(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&cleo).await;
    let two = ada.say(&room_id, "two").await;
    cleo.say(&room_id, "three, @bob").await;
    let four = ada.say(&room_id, "four").await;
    cleo.say(&room_id, "five").await;
    assert_eq!(mark(&bob, &room_id, "read", Some(&two)).await["first_unread_message_id"], four["id"]);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4], [4], []));
    mark(&bob, &room_id, "read", Some(&four)).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 4], [], []));
    // What was read past is read; what came after is not.
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=5, [5], []));
    bob.block(&cleo).await;
    mark(&bob, &room_id, "read", None).await;
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=5, [], []));
}

async fn unread_begins_at_the_last_message_that_is_seen(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let two = ada.say(&room_id, "two").await;
    cleo.say(&room_id, "three").await;
    mark(&bob, &room_id, "read", None).await;
    bob.block(&cleo).await;
    let status = mark(&bob, &room_id, "unread", None).await;
    assert_eq!((&status["read_seq"], &status["unread_count"]), (&json!(1), &json!(1)));
    assert_eq!(status["first_unread_message_id"], two["id"]);
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=2, [2], []));
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=3, 2..=3, []));
}

async fn a_room_with_nothing_but_theirs_is_read(server: &Server) {
    let (_, bob, cleo, _) = three(server).await;
    let direct = cleo.direct(&bob).await;
    cleo.say(&direct, "one").await;
    mark(&bob, &direct, "read", None).await;
    bob.block(&cleo).await;
    let mut socket = bob.listen_from_now().await;
    let status = mark(&bob, &direct, "unread", None).await;
    assert_eq!(status, json!({ "room_id": direct, "read_seq": 1, "unread_count": 0, "mention_count": 0 }));
    assert_eq!(told(&mut socket, &bob).await, [""; 0]);
    assert_eq!(bob.get("/unread-count?explain=true").await.expect(200), json!({ "total": 0, "mentions": 0, "rooms": [] }));
}

async fn own_words_and_placeholders_are_not_taken_off_twice(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let two = ada.say(&room_id, "two").await;
    bob.say(&room_id, "three").await;
    let gone = cleo.say(&room_id, "four, @bob").await;
    cleo.say(&room_id, "five").await;
    cleo.delete(&path_of(&gone)).await.expect(200);
    bob.block(&cleo).await;
    cleo.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    mark(&bob, &room_id, "unread", Some(&two)).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 3, 6], [2], []));
    assert_eq!(seq(&ada.say(&room_id, "seven").await), 7);
    assert_eq!(sight(&bob, &room_id).await, Sight::new([1, 2, 3, 6, 7], [2, 7], []));
    unblock(&bob, &cleo).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, [2, 5, 7], []));
}
