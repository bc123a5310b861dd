//! Crowds: in rooms with more than 100 members nobody is told who has got or read what.

use futures_util::future::join_all;
use serde_json::json;
use tests::{Person, Server, on_both_engines};

use super::{heard, read, receipts, receive, status, was_read};

on_both_engines![above_a_hundred_members_a_message_is_sent_and_no_more];

async fn above_a_hundred_members_a_message_is_sent_and_no_more(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let mut others = Vec::new();
    for number in 0..100 {
        others.push(Person::register(server, &format!("person{number}")).await);
    }
    let room_id = ada.group("Square", &others[..99].iter().collect::<Vec<_>>()).await;
    let (bob, last) = (&others[0], &others[99]);
    let mut ear = ada.listen_from_now().await;
    let hundred = ada.say(&room_id, "We are a hundred").await;
    join_all(others[..99].iter().map(|person| read(person, &hundred))).await;
    assert_eq!(status(&ada, &hundred).await, "read");
    ada.post(&format!("/rooms/{room_id}/members"), json!({ "user_id": last.id })).await.expect(201);
    let more = ada.say(&room_id, "We are more").await;
    receive(bob).await;
    join_all(others.iter().map(|person| read(person, &more))).await;
    assert_eq!([status(&ada, &hundred).await, status(&ada, &more).await], ["sent", "sent"]);
    for message in [&hundred, &more] {
        assert!(receipts(&ada, message).await.values().all(|status| status == "sent"), "nobody is told what others have read");
    }
    let marker = ada.say(&room_id, "that was all").await;
    let told = heard(&mut ear, &marker).await;
    assert_eq!(told.len(), 99, "each was told of while they were a hundred");
    assert!(others[..99].iter().all(|person| told.contains(&was_read(person, &hundred))), "{told:?}");
    // One fewer, and what comes then is told again.
    last.post_empty(&format!("/rooms/{room_id}/leave")).await.expect(204);
    let fewer = ada.say(&room_id, "A hundred again").await;
    join_all(others[..99].iter().map(|person| read(person, &fewer))).await;
    assert_eq!(status(&ada, &fewer).await, "read");
}
