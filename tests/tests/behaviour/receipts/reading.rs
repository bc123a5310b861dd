//! Reading: whatever way one reads by, the senders of what was read see it, and nothing takes it back.

use serde_json::json;
use tests::person::text;
use tests::{Server, on_both_engines};

use super::{heard, known, pair, read, receipts, receive, status, three, told, was_read};

on_both_engines![
    every_way_to_read_is_seen,
    reading_reads_what_is_before,
    what_is_read_is_delivered_too,
    answering_reads_what_is_before,
    marking_as_unread_takes_no_receipt_back,
    reading_again_changes_nothing,
    everybodys_messages_are_read_by_one_reading,
    reading_outlives_a_restart,
];

async fn every_way_to_read_is_seen(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (mut ear, mut socket) = (ada.listen_from_now().await, bob.listen_from_now().await);
    let room = format!("/rooms/{room_id}/read-status");
    let mut sent = Vec::new();
    for way in 0..5 {
        let message = ada.say(&room_id, &format!("word {way}")).await;
        let id = text(&message["id"]);
        assert_eq!(status(&ada, &message).await, "sent", "{way}");
        match way {
            0 => drop(bob.post_empty(&format!("/messages/{id}/read")).await.expect(200)),
            1 => drop(bob.put(&room, json!({ "status": "read", "message_id": id })).await.expect(200)),
            2 => drop(bob.put(&room, json!({ "status": "read" })).await.expect(200)),
            3 => drop(bob.post("/rooms/read-status", json!({ "rooms": [{ "room_id": room_id, "status": "read" }] })).await.expect(200)),
            _ => assert_eq!(socket.ask("message.read", json!({ "message_id": id })).await["type"], "ack"),
        }
        assert_eq!((status(&ada, &message).await, receipts(&ada, &message).await), ("read".to_owned(), known([(&bob, "read")])), "{way}");
        sent.push(message);
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, sent.iter().map(|message| was_read(&bob, message)).collect::<Vec<_>>());
}

async fn reading_reads_what_is_before(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (one, two, three) = (ada.say(&room_id, "one").await, ada.say(&room_id, "two").await, ada.say(&room_id, "three").await);
    read(&bob, &two).await;
    assert_eq!([status(&ada, &one).await, status(&ada, &two).await, status(&ada, &three).await], ["read", "read", "sent"]);
    assert_eq!(receipts(&ada, &one).await, known([(&bob, "read")]));
    assert_eq!(receipts(&ada, &three).await, known([(&bob, "sent")]));
    receive(&bob).await;
    assert_eq!([status(&ada, &one).await, status(&ada, &two).await, status(&ada, &three).await], ["read", "read", "delivered"]);
}

async fn what_is_read_is_delivered_too(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    // No device of Bob's ever says that it has got anything.
    read(&bob, &sent).await;
    receive(&cleo).await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "read"), (&cleo, "delivered")]));
    assert_eq!(status(&ada, &sent).await, "delivered");
}

async fn answering_reads_what_is_before(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut ear = ada.listen_from_now().await;
    let sent = ada.say(&room_id, "Good morning").await;
    let by_cleo = cleo.say(&room_id, "You too").await;
    assert_eq!(receipts(&ada, &sent).await, known([(&bob, "sent"), (&cleo, "read")]));
    bob.say(&room_id, "All of you").await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read"), (&cleo, "read")])));
    assert_eq!(receipts(&cleo, &by_cleo).await, known([(&ada, "sent"), (&bob, "read")]));
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(status(&cleo, &by_cleo).await, "read");
    // The answer itself tells it.
    assert_eq!(heard(&mut ear, &marker).await, []);
}

async fn marking_as_unread_takes_no_receipt_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (one, two) = (ada.say(&room_id, "one").await, ada.say(&room_id, "two").await);
    read(&bob, &two).await;
    let mut ear = ada.listen_from_now().await;
    let room = format!("/rooms/{room_id}/read-status");
    for body in [json!({ "status": "unread" }), json!({ "status": "unread", "message_id": one["id"] })] {
        bob.put(&room, body).await.expect(200);
        assert_eq!([status(&ada, &one).await, status(&ada, &two).await], ["read", "read"]);
        assert_eq!(receipts(&ada, &two).await, known([(&bob, "read")]));
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, []);
    // To read less than before leaves what was told.
    read(&bob, &one).await;
    assert_eq!([status(&ada, &two).await, status(&ada, &marker).await], ["read", "sent"]);
}

async fn reading_again_changes_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let (one, two) = (ada.say(&room_id, "one").await, ada.say(&room_id, "two").await);
    read(&bob, &two).await;
    let mut ear = ada.listen_from_now().await;
    for message in [&two, &one, &two] {
        read(&bob, message).await;
        bob.put(&format!("/rooms/{room_id}/read-status"), json!({ "status": "read" })).await.expect(200);
    }
    let marker = ada.say(&room_id, "that was all").await;
    assert_eq!(heard(&mut ear, &marker).await, []);
    assert_eq!([status(&ada, &one).await, status(&ada, &two).await], ["read", "read"]);
}

async fn everybodys_messages_are_read_by_one_reading(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    let mut ears = [ada.listen_from_now().await, cleo.listen_from_now().await, bob.listen_from_now().await];
    let (by_ada, by_cleo) = (ada.say(&room_id, "Good morning").await, cleo.say(&room_id, "You too").await);
    read(&bob, &by_cleo).await;
    assert_eq!(receipts(&ada, &by_ada).await, known([(&bob, "read"), (&cleo, "read")]));
    assert_eq!(receipts(&cleo, &by_cleo).await, known([(&ada, "sent"), (&bob, "read")]));
    let marker = ada.say(&room_id, "that was all").await;
    for ear in &mut ears {
        assert_eq!(heard(ear, &marker).await, [("message.read".to_owned(), told(&bob, &by_cleo))]);
    }
}

async fn reading_outlives_a_restart(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let sent = ada.say(&room_id, "Good morning").await;
    read(&bob, &sent).await;
    assert!(server.terminate().await.success());
    server.run().await;
    assert_eq!((status(&ada, &sent).await, receipts(&ada, &sent).await), ("read".to_owned(), known([(&bob, "read")])));
    assert_eq!(ada.say(&room_id, "next").await["status"], "sent");
}
