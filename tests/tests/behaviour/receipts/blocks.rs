//! Receipts and blocks: to who has blocked the sender nothing comes, and they hold nobody back.

use serde_json::Value;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{heard, known, pair, read, receipts, receive, status, three, told};

on_both_engines![
    who_has_blocked_the_sender_gets_nothing_and_holds_nothing_back,
    who_has_blocked_the_sender_goes_on_with_the_others,
    in_a_direct_room_nothing_is_told_across_a_block,
    what_was_told_once_unblocked_is_what_came_then,
];

async fn block(person: &Person, other: &Person) {
    person.post_empty(&format!("/users/{}/block", other.id)).await.expect(204);
}

async fn unblock(person: &Person, other: &Person) {
    person.delete(&format!("/users/{}/block", other.id)).await.expect(204);
}

async fn read_all(person: &Person, room_id: &str) {
    person.put(&format!("/rooms/{room_id}/read-status"), serde_json::json!({ "status": "read" })).await.expect(200);
}

/// The frames about receipts that one person caused.
fn of(person: &Person, frames: Vec<(String, Value)>) -> Vec<(String, Value)> {
    frames.into_iter().filter(|(_, data)| data["user_id"] == person.id).collect()
}

async fn who_has_blocked_the_sender_gets_nothing_and_holds_nothing_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&ada).await;
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    receive(&bob).await;
    bob.post_empty(&format!("/messages/{}/read", text(&sent["id"]))).await.problem(404, "not_found");
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "sent"), (&cleo, "sent")])));
    receive(&cleo).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "sent"), (&cleo, "delivered")]));
    assert_eq!(status(&ada, &sent).await, "delivered");
    read(&cleo, &sent).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "sent"), (&cleo, "read")]));
    assert_eq!(status(&ada, &sent).await, "read");
    let marker = ada.say(&room_id, "that was all").await;
    let heard = heard(&mut ear, &marker).await;
    assert_eq!(
        of(&cleo, heard.clone()),
        [("message.delivered".to_owned(), told(&cleo, &sent)), ("message.read".to_owned(), told(&cleo, &sent))]
    );
    assert_eq!(of(&bob, heard), []);
    // With nobody else whom it could come to, it is sent and no more.
    cleo.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("sent".to_owned(), known([(&bob, "sent")])));
}

async fn who_has_blocked_the_sender_goes_on_with_the_others(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    bob.block(&ada).await;
    let mut ear = cleo.listen_from_now().await;
    let by_ada = ada.say(&room_id, "Good morning").await;
    let by_cleo = cleo.say(&room_id, "You too").await;
    receive(&bob).await;
    assert_eq!(receipts(&cleo, &by_cleo).await, known([(&ada, "sent"), (&bob, "delivered")]));
    read(&bob, &by_cleo).await;
    assert_eq!(receipts(&cleo, &by_cleo).await, known([(&ada, "sent"), (&bob, "read")]));
    let after = ada.say(&room_id, "and all of you").await;
    receive(&bob).await;
    read_all(&bob, &room_id).await;
    bob.say(&room_id, "Good day").await;
    for message in [&by_ada, &after] {
        assert_eq!(receipts(&ada, message).await[&bob.id], "sent");
    }
    let marker = cleo.say(&room_id, "that was all").await;
    let heard = of(&bob, heard(&mut ear, &marker).await);
    assert_eq!(heard[..2], [("message.delivered".to_owned(), told(&bob, &by_cleo)), ("message.read".to_owned(), told(&bob, &by_cleo))]);
}

async fn in_a_direct_room_nothing_is_told_across_a_block(server: &Server) {
    let (ada, bob, _) = pair(server).await;
    let direct = ada.direct(&bob).await;
    for (blocker, blocked) in [(&bob, &ada), (&ada, &bob)] {
        let mut ears = [ada.listen_from_now().await, bob.listen_from_now().await];
        let sent = ada.say(&direct, "Good morning").await;
        block(blocker, blocked).await;
        read_all(&bob, &direct).await;
        let seen = async || (status(&ada, &sent).await, receipts(&ada, &sent).await);
        assert_eq!(seen().await, ("sent".to_owned(), known([(&bob, "sent")])), "{} blocks", blocker.username);
        unblock(blocker, blocked).await;
        assert_eq!(seen().await, ("sent".to_owned(), known([(&bob, "sent")])), "{} has unblocked", blocker.username);
        let marker = ada.say(&direct, "that was all").await;
        for ear in &mut ears {
            assert_eq!(heard(ear, &marker).await, [], "{} blocks", blocker.username);
        }
        // And now it is told again.
        read(&bob, &marker).await;
        assert_eq!((status(&ada, &marker).await, receipts(&ada, &marker).await), ("read".to_owned(), known([(&bob, "read")])));
    }
}

async fn what_was_told_once_unblocked_is_what_came_then(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    bob.block(&ada).await;
    let meanwhile = ada.say(&room_id, "Good morning").await;
    receive(&bob).await;
    read_all(&bob, &room_id).await;
    unblock(&bob, &ada).await;
    let after = ada.say(&room_id, "Welcome back").await;
    assert_eq!((status(&ada, &after).await, receipts(&ada, &after).await), ("sent".to_owned(), known([(&bob, "sent")])));
    receive(&bob).await;
    assert_eq!(receipts(&ada, &after).await, known([(&bob, "delivered")]));
    read(&bob, &after).await;
    assert_eq!([status(&ada, &meanwhile).await, status(&ada, &after).await], ["read", "read"]);
}
