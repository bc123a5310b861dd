//! Bursts: more frames at once than one write carries.

use std::sync::Arc;

use tests::{Person, Server, on_both_engines};
use tokio::task::JoinSet;

on_both_engines![a_burst_arrives_whole_and_in_order];

/// How many send at once, and how much each.
const SENDERS: usize = 30;
const EACH: usize = 20;

async fn a_burst_arrives_whole_and_in_order(server: &Server) {
    let (ada, bob) = (Arc::new(Person::register(server, "ada").await), Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut socket = bob.listen_from_now().await;
    let mut sending = JoinSet::new();
    for sender in 0..SENDERS {
        let (ada, room_id) = (ada.clone(), room_id.clone());
        sending.spawn(async move {
            for number in 0..EACH {
                ada.say(&room_id, &format!("{sender}-{number}")).await;
            }
        });
    }
    let mut seqs = Vec::new();
    while seqs.len() < SENDERS * EACH {
        seqs.push(socket.until("message.created").await["data"]["message"]["seq"].as_i64().expect("it has a number"));
    }
    while let Some(sent) = sending.join_next().await {
        sent.expect("every message is acknowledged");
    }
    let first = seqs[0];
    assert_eq!(seqs, (first..first + (SENDERS * EACH) as i64).collect::<Vec<_>>());
}
