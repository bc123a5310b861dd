//! Mentions: who is named by a text, how that counts, and who hears of it when texts change and go.

use serde_json::{Value, json};
use tests::{Person, Server, Socket, on_both_engines};

use super::{add, check, counts, counts_of, heard, leave, mark, names, pair, path_of, read};

on_both_engines![
    who_is_named_hears_it_and_has_it_counted,
    only_whole_names_of_other_members_count,
    a_name_given_twice_counts_once,
    an_edit_names_people_anew,
    an_edit_takes_a_mention_away,
    an_edit_that_keeps_a_mention_is_quiet,
    a_deletion_takes_a_mention_away,
    what_was_read_goes_quietly,
    mentions_come_back_with_unread,
    explanations_tell_mentions_apart,
    every_device_hears_and_comes_back_to_a_mention,
];

/// The frames that tell a person alone of mentions and counts.
const TOLD: &[&str] = &["mention.created", "unread.updated", "room.read_status"];

/// Ada, Bob and Cleo in one group.
async fn three(server: &Server) -> (Person, Person, Person, String) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    add(&ada, &room_id, &cleo).await;
    (ada, bob, cleo, room_id)
}

fn mention(message: &Value) -> (String, Value) {
    let data = json!({
        "room_id": message["room_id"], "message_id": message["id"], "seq": message["seq"], "sender_id": message["sender_id"],
    });
    ("mention.created".to_owned(), data)
}

fn updated(room_id: &str, unread: i64, mentions: i64) -> (String, Value) {
    ("unread.updated".to_owned(), json!({ "room_id": room_id, "unread_count": unread, "mention_count": mentions }))
}

/// What one person alone was told before a message: types and data.
async fn told(socket: &mut Socket, marker: &Value) -> Vec<(String, Value)> {
    let frames = heard(socket, marker, TOLD).await;
    assert!(frames.iter().all(|frame| frame.get("room_id").is_none() && frame.get("seq").is_none()), "they are one person's: {frames:?}");
    frames.iter().map(|frame| (frame["type"].as_str().unwrap_or_default().to_owned(), frame["data"].clone())).collect()
}

async fn edit(person: &Person, message: &Value, content: &str) -> Value {
    person.patch(&path_of(message), json!({ "content": content })).await.expect(200)
}

async fn who_is_named_hears_it_and_has_it_counted(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await, ada.listen_from_now().await];
    let one = ada.say(&room_id, "Good morning, @bob").await;
    let both = ada.say(&room_id, "@cleo, @Bob: come").await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut sockets[0], &marker).await, [mention(&one), mention(&both)]);
    assert_eq!(told(&mut sockets[1], &marker).await, [mention(&both)]);
    assert_eq!(told(&mut sockets[2], &marker).await, []);
    assert_eq!((counts(&bob, &room_id).await, counts(&cleo, &room_id).await), ((3, 2), (3, 1)));
    assert_eq!(counts_of(&super::room(&bob, &room_id).await), (3, 2));
    assert_eq!(counts_of(&read(&bob, &one).await), (2, 1));
    assert_eq!(counts_of(&mark(&bob, &room_id, "read", None).await), (0, 0));
}

async fn only_whole_names_of_other_members_count(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let _eve = Person::register(server, "eve").await;
    leave(&cleo, &room_id).await;
    let mut socket = bob.listen_from_now().await;
    for content in ["bob", "@bobby", "mail me@bob.example", "a@bob", "@@bob", "@ bob", "@eve and @cleo", "@nobody", "@"] {
        ada.say(&room_id, content).await;
    }
    bob.say(&room_id, "I am @bob").await;
    for content in ["@bob", "(@bob)", "@bob.", "@bob, yes", "Hello\n@BOB!"] {
        ada.say(&room_id, content).await;
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut socket, &marker).await.len(), 5);
    assert_eq!(counts(&bob, &room_id).await, (6, 5));
    // Who was away is not named afterwards.
    add(&ada, &room_id, &cleo).await;
    mark(&cleo, &room_id, "unread", cleo.history(&room_id).await.first()).await;
    assert_eq!(counts(&cleo, &room_id).await.1, 0);
    mark(&bob, &room_id, "unread", bob.history(&room_id).await.first()).await;
    assert_eq!(counts(&bob, &room_id).await, (15, 5));
}

async fn a_name_given_twice_counts_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut socket = bob.listen_from_now().await;
    let sent = ada.say(&room_id, "@bob, @Bob, @BOB!").await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut socket, &marker).await, [mention(&sent)]);
    assert_eq!(counts(&bob, &room_id).await, (2, 1));
}

async fn an_edit_names_people_anew(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&cleo, &sent).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await, ada.listen_from_now().await];
    edit(&ada, &sent, "Good morning, @bob").await;
    assert_eq!((counts(&bob, &room_id).await, counts(&cleo, &room_id).await), ((1, 1), (0, 0)));
    // Cleo has read it, and hears all the same that it names her now.
    edit(&ada, &sent, "Good morning, @bob and @cleo and @ada").await;
    assert_eq!((counts(&bob, &room_id).await, counts(&cleo, &room_id).await), ((1, 1), (0, 0)));
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut sockets[0], &marker).await, [mention(&sent)]);
    assert_eq!(told(&mut sockets[1], &marker).await, [mention(&sent)]);
    assert_eq!(told(&mut sockets[2], &marker).await, []);
}

async fn an_edit_takes_a_mention_away(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await, ada.listen_from_now().await];
    let sent = ada.say(&room_id, "Good morning, @bob").await;
    edit(&ada, &sent, "Good morning, @cleo").await;
    assert_eq!((counts(&bob, &room_id).await, counts(&cleo, &room_id).await), ((1, 0), (1, 1)));
    check(&bob, &room_id, 1).await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut sockets[0], &marker).await, [mention(&sent), updated(&room_id, 1, 0)]);
    assert_eq!(told(&mut sockets[1], &marker).await, [mention(&sent)]);
    assert_eq!(told(&mut sockets[2], &marker).await, []);
    // Named once more, they are newly named.
    edit(&ada, &sent, "Good evening, @bob").await;
    let marker = ada.say(&room_id, "and that").await;
    assert_eq!(told(&mut sockets[0], &marker).await, [mention(&sent)]);
    assert_eq!(told(&mut sockets[1], &marker).await, [updated(&room_id, 2, 0)]);
}

async fn an_edit_that_keeps_a_mention_is_quiet(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = ada.say(&room_id, "Good morning, @bob").await;
    let mut socket = bob.listen_from_now().await;
    edit(&ada, &sent, "Good evening, @bob").await;
    edit(&ada, &sent, "@Bob, good evening").await;
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(names(&socket.up_to(&marker).await), ["message.updated", "message.updated", "message.created"]);
    assert_eq!(counts(&bob, &room_id).await, (2, 1));
}

async fn a_deletion_takes_a_mention_away(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let first = ada.say(&room_id, "Good morning, @bob").await;
    ada.say(&room_id, "You too, @bob").await;
    let mut sockets = [bob.listen_from_now().await, cleo.listen_from_now().await, ada.listen_from_now().await];
    ada.delete(&path_of(&first)).await.expect(200);
    assert_eq!((counts(&bob, &room_id).await, counts(&cleo, &room_id).await), ((1, 1), (1, 0)));
    ada.delete(&path_of(&first)).await.expect(200);
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut sockets[0], &marker).await, [updated(&room_id, 1, 1)]);
    assert_eq!(told(&mut sockets[1], &marker).await, []);
    assert_eq!(told(&mut sockets[2], &marker).await, []);
}

async fn what_was_read_goes_quietly(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let edited = ada.say(&room_id, "Good morning, @bob").await;
    let deleted = ada.say(&room_id, "Are you there, @bob?").await;
    mark(&bob, &room_id, "read", None).await;
    let mut socket = bob.listen_from_now().await;
    edit(&ada, &edited, "Good morning").await;
    ada.delete(&path_of(&deleted)).await.expect(200);
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(told(&mut socket, &marker).await, []);
    // And it does not come back when the position goes back.
    mark(&bob, &room_id, "unread", Some(&edited)).await;
    assert_eq!(counts(&bob, &room_id).await, (2, 0));
}

async fn mentions_come_back_with_unread(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = ada.say(&room_id, "Good morning, @bob").await;
    ada.say(&room_id, "How are you?").await;
    mark(&bob, &room_id, "read", None).await;
    assert_eq!(counts_of(&mark(&bob, &room_id, "unread", None).await), (1, 0));
    let mut socket = bob.listen_from_now().await;
    assert_eq!(counts_of(&mark(&bob, &room_id, "unread", Some(&sent)).await), (2, 1));
    let marker = ada.say(&room_id, "that was all").await;
    let frames = heard(&mut socket, &marker, &["unread.updated", "mention.created"]).await;
    assert_eq!((names(&frames), counts_of(&frames[0]["data"])), (vec!["unread.updated"], (2, 1)));
}

async fn explanations_tell_mentions_apart(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let plain = ada.say(&room_id, "Good morning").await;
    let named = ada.say(&room_id, "@bob?").await;
    let count = bob.get("/unread-count?explain=true").await.expect(200);
    let one = |message: &Value, rule: &str| json!({ "message_id": message["id"], "seq": message["seq"], "rule": rule });
    let messages = [one(&plain, "unread"), one(&named, "mention")];
    let room = json!({ "room_id": room_id, "unread_count": 2, "mention_count": 1, "messages": messages });
    assert_eq!(count, json!({ "total": 2, "mentions": 1, "rooms": [room] }));
}

async fn every_device_hears_and_comes_back_to_a_mention(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "bob").await;
    let (mut there, away) = (bob.listen_from_now().await, phone.listen_from_now().await.cut());
    let sent = ada.say(&room_id, "Good morning, @bob").await;
    edit(&ada, &sent, "Good morning").await;
    let marker = ada.say(&room_id, "that was all").await;
    let expected = there.up_to(&marker).await;
    assert_eq!(expected.iter().filter(|frame| TOLD.iter().any(|name| frame["type"] == *name)).count(), 2);
    assert_eq!(phone.connect(away.as_deref()).await.up_to(&marker).await, expected);
}
