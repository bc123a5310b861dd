//! Counting: what is unread for whom, whatever was sent, deleted, left and joined.

use futures_util::future::join_all;
use serde_json::json;
use tests::{Person, Server, on_both_engines};

use super::{NOTHING, add, check, counts, counts_of, explained, leave, mark, pair, path_of, read, recounted, room, say_many, seq};

on_both_engines![
    what_others_say_counts_and_own_words_do_not,
    who_speaks_has_read_what_was_before,
    what_the_room_says_does_not_count,
    a_deleted_message_counts_no_more,
    deleting_what_is_read_changes_no_count,
    who_joins_has_everything_read,
    who_comes_back_has_everything_read,
    own_words_from_before_leaving_do_not_count,
    the_total_is_the_sum_of_the_rooms,
    the_list_of_rooms_tells_the_same,
    a_stranger_counts_nothing,
    counts_are_exact_with_many_senders_and_a_reader_at_once,
];

async fn what_others_say_counts_and_own_words_do_not(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    check(&bob, &room_id, 0).await;
    for number in 1..=3 {
        ada.say(&room_id, "Good morning!").await;
        check(&bob, &room_id, number).await;
        check(&ada, &room_id, 0).await;
    }
    // Own words among those of others, with the position before all of them.
    let mine = bob.say(&room_id, "Hello").await;
    check(&ada, &room_id, 1).await;
    ada.say(&room_id, "Well?").await;
    let history = bob.history(&room_id).await;
    mark(&bob, &room_id, "unread", history.first()).await;
    check(&bob, &room_id, 4).await;
    assert!(!explained(&bob, &room_id).await.contains(&seq(&mine)));
}

async fn who_speaks_has_read_what_was_before(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    say_many(&ada, &room_id, 3).await;
    let mine = bob.say(&room_id, "I see").await;
    check(&bob, &room_id, 0).await;
    assert_eq!(room(&bob, &room_id).await["read_seq"], mine["seq"]);
    let mut socket = bob.listen_from_now().await;
    ada.say(&room_id, "Do you?").await;
    let sent = socket.ask("message.send", json!({ "room_id": room_id, "content": "I do" })).await;
    assert_eq!(room(&bob, &room_id).await["read_seq"], sent["data"]["message"]["seq"]);
    check(&bob, &room_id, 0).await;
}

async fn what_the_room_says_does_not_count(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let cleo = Person::register(server, "cleo").await;
    add(&ada, &room_id, &cleo).await;
    check(&bob, &room_id, 0).await;
    cleo.say(&room_id, "Thank you").await;
    leave(&cleo, &room_id).await;
    check(&bob, &room_id, 1).await;
    ada.say(&room_id, "Good bye").await;
    leave(&ada, &room_id).await;
    check(&bob, &room_id, 2).await;
    let system = bob.history(&room_id).await.iter().filter(|message| message["kind"] == "system").count();
    assert!(system >= 4, "the room told too little: {system}");
}

async fn a_deleted_message_counts_no_more(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 5).await;
    for (left, at) in [(4, 2), (3, 0), (2, 4), (1, 1), (0, 3)] {
        ada.delete(&path_of(&sent[at])).await.expect(200);
        check(&bob, &room_id, left).await;
        ada.delete(&path_of(&sent[at])).await.expect(200);
        check(&bob, &room_id, left).await;
    }
    ada.say(&room_id, "and on").await;
    check(&bob, &room_id, 1).await;
    // One's own words, deleted, are not taken off twice.
    let mine = bob.say(&room_id, "mine").await;
    mark(&bob, &room_id, "unread", sent.first()).await;
    check(&bob, &room_id, 1).await;
    bob.delete(&path_of(&mine)).await.expect(200);
    check(&bob, &room_id, 1).await;
    check(&ada, &room_id, 0).await;
}

async fn deleting_what_is_read_changes_no_count(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = say_many(&ada, &room_id, 6).await;
    read(&bob, &sent[2]).await;
    check(&bob, &room_id, 3).await;
    for at in [0, 2] {
        ada.delete(&path_of(&sent[at])).await.expect(200);
        check(&bob, &room_id, 3).await;
    }
    ada.delete(&path_of(&sent[4])).await.expect(200);
    check(&bob, &room_id, 2).await;
    // What was deleted counts no more when the position goes back behind it.
    mark(&bob, &room_id, "unread", Some(&sent[0])).await;
    check(&bob, &room_id, 3).await;
}

async fn who_joins_has_everything_read(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    say_many(&ada, &room_id, 4).await;
    let cleo = Person::register(server, "cleo").await;
    add(&ada, &room_id, &cleo).await;
    check(&cleo, &room_id, 0).await;
    ada.say(&room_id, "Welcome!").await;
    check(&cleo, &room_id, 1).await;
}

async fn who_comes_back_has_everything_read(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    say_many(&ada, &room_id, 3).await;
    leave(&bob, &room_id).await;
    let nothing = bob.get("/unread-count").await.expect(200);
    assert_eq!(nothing, json!({ "total": 0, "mentions": 0, "rooms": [] }));
    bob.get(&format!("/unread-count?room_id={room_id}")).await.problem(404, "not_found");
    say_many(&ada, &room_id, 2).await;
    add(&ada, &room_id, &bob).await;
    check(&bob, &room_id, 0).await;
    ada.say(&room_id, "There you are").await;
    check(&bob, &room_id, 1).await;
}

async fn own_words_from_before_leaving_do_not_count(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let first = ada.say(&room_id, "one").await;
    say_many(&bob, &room_id, 3).await;
    ada.say(&room_id, "five").await;
    leave(&bob, &room_id).await;
    add(&ada, &room_id, &bob).await;
    mark(&bob, &room_id, "unread", Some(&first)).await;
    check(&bob, &room_id, 2).await;
}

async fn the_total_is_the_sum_of_the_rooms(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let (direct, quiet) = (ada.direct(&bob).await, ada.group("Cellar", &[&bob]).await);
    assert_eq!(bob.get("/unread-count").await.expect(200), json!({ "total": 0, "mentions": 0, "rooms": [] }));
    say_many(&ada, &kitchen, 3).await;
    ada.say(&kitchen, "You, @bob").await;
    say_many(&ada, &direct, 2).await;
    let count = bob.get("/unread-count").await.expect(200);
    let mut rooms = [(kitchen, 4, 1), (direct, 2, 0)];
    rooms.sort();
    let expected: Vec<_> = rooms
        .iter()
        .map(|(room_id, unread, mentions)| json!({ "room_id": room_id, "unread_count": unread, "mention_count": mentions }))
        .collect();
    assert_eq!(count, json!({ "total": 6, "mentions": 1, "rooms": expected }));
    assert_eq!(counts(&bob, &quiet).await, (0, 0));
    assert_eq!(bob.get("/unread-count?explain=false").await.expect(200), count);
    assert_eq!(ada.get("/unread-count").await.expect(200)["total"], 0);
}

async fn the_list_of_rooms_tells_the_same(server: &Server) {
    let (ada, bob, kitchen) = pair(server).await;
    let direct = ada.direct(&bob).await;
    let sent = say_many(&ada, &kitchen, 3).await;
    let named = ada.say(&direct, "@bob?").await;
    read(&bob, &sent[0]).await;
    let page = bob.get("/rooms").await.expect(200);
    let find = |room_id: &str| page["items"].as_array().into_iter().flatten().find(|room| room["id"] == room_id).cloned();
    for (room_id, expected, first) in [(&kitchen, (2, 0), &sent[1]), (&direct, (1, 1), &named)] {
        let listed = find(room_id).expect("the room is listed");
        assert_eq!((counts_of(&listed), &listed["first_unread_message_id"]), (expected, &first["id"]), "{listed}");
        assert_eq!(listed["is_archived"], false);
        assert_eq!(room(&bob, room_id).await, listed);
    }
    assert_eq!(find(&kitchen).expect("the room is listed")["read_seq"], sent[0]["seq"]);
}

async fn a_stranger_counts_nothing(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let eve = Person::register(server, "eve").await;
    ada.say(&room_id, "between us").await;
    for id in [room_id.as_str(), NOTHING] {
        eve.get(&format!("/unread-count?room_id={id}")).await.problem(404, "not_found");
        eve.get(&format!("/unread-count?room_id={id}&explain=true")).await.problem(404, "not_found");
    }
    eve.get("/unread-count?room_id=kitchen").await.problem(400, "bad_request");
    assert_eq!(eve.get("/unread-count?explain=true").await.expect(200), json!({ "total": 0, "mentions": 0, "rooms": [] }));
    server.client().get("/unread-count").await.expect(401);
}

async fn counts_are_exact_with_many_senders_and_a_reader_at_once(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (cleo, dora) = (Person::register(server, "cleo").await, Person::register(server, "dora").await);
    add(&ada, &room_id, &cleo).await;
    add(&ada, &room_id, &dora).await;
    let senders = [&ada, &cleo, &dora];
    let talking = join_all(senders.iter().map(|sender| say_many(sender, &room_id, 20)));
    let reading = async {
        for _ in 0..15 {
            let last = bob.history(&room_id).await.pop().expect("the room has told of its making");
            let status = read(&bob, &last).await;
            assert!(status["read_seq"].as_i64() >= last["seq"].as_i64(), "{status}");
        }
    };
    let (sent, ()) = tokio::join!(talking, reading);
    // All that anybody says of a count agrees with a fresh one, whoever was first.
    for person in [&bob, &ada, &cleo, &dora] {
        let unread = recounted(person, &room_id).await.len();
        check(person, &room_id, unread).await;
    }
    let middle = sent[0].get(10).expect("there were twenty");
    mark(&bob, &room_id, "unread", Some(middle)).await;
    let later = sent.iter().flatten().filter(|message| seq(message) >= seq(middle)).count();
    check(&bob, &room_id, later).await;
    mark(&bob, &room_id, "read", None).await;
    check(&bob, &room_id, 0).await;
}
