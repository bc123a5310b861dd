//! What operators look at: health and metrics.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Person, Server, on_both_engines};

on_both_engines![a_running_server_is_alive_and_ready, what_happens_is_measured, nothing_that_was_asked_for_becomes_a_label];

async fn a_running_server_is_alive_and_ready(server: &Server) {
    assert_eq!(server.client().get("//health/live").await.expect(200), json!({ "status": "ok" }));
    let ready = json!({ "status": "ok", "dependencies": [{ "name": "database", "state": "up" }] });
    assert_eq!(server.client().get("//health/ready").await.expect(200), ready);
}

async fn metrics(server: &Server) -> String {
    let answer = server.client().get("//metrics").await;
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"), "{}", answer.header("content-type"));
    answer.expect(200).as_str().expect("metrics are text").to_owned()
}

/// The value of a sample: its name and labels as they stand in the text.
fn sample(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

/// Waits until a sample is what it should be.
async fn becomes(server: &Server, name: &str, fits: impl Fn(f64) -> bool) {
    for _ in 0..100 {
        if sample(&metrics(server).await, name).is_some_and(&fits) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{name} did not come to it:\n{}", metrics(server).await);
}

async fn what_happens_is_measured(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut stream = bob.listen().await;
    becomes(server, "causerie_ws_connections", |count| (count - 1.0).abs() < 0.1).await;
    let head = sample(&metrics(server).await, "causerie_log_head_position").expect("it is there from the first event on");
    ada.say(&room_id, "Good morning!").await;
    stream.until("message.created").await;
    becomes(server, "causerie_log_head_position", |now| now > head).await;
    let text = metrics(server).await;
    let route = "{http_route=\"/api/v1/rooms/{room_id}/messages\",http_request_method=\"POST\",http_response_status_code=\"201\"}";
    assert_eq!(sample(&text, &format!("http_server_request_duration_seconds_count{route}")), Some(1.0), "{text}");
    for name in ["causerie_commit_batch_size_count", "causerie_message_delivery_seconds_count", "causerie_message_ack_seconds_count"] {
        assert!(sample(&text, name).is_some_and(|count| count >= 1.0), "{name}: {text}");
    }
    assert_eq!(sample(&text, "causerie_messages_accepted_total"), Some(1.0), "{text}");
    assert!(sample(&text, "causerie_message_delivery_seconds_sum").is_some_and(|sum| sum < 10.0), "{text}");
    drop(stream);
    becomes(server, "causerie_ws_connections", |count| count.abs() < 0.1).await;
}

async fn nothing_that_was_asked_for_becomes_a_label(server: &Server) {
    let ada = Person::register(server, "ada").await;
    for path in ["//nowhere-to-be-found", "/nowhere-to-be-found", "/users?q=nowhere-to-be-found", "/users/nowhere-to-be-found"] {
        ada.get(path).await;
    }
    let odd = super::answer(server, "NOWHERE", "/users/me", &[]).await;
    assert_eq!(odd.status(), 405);
    ada.post("/rooms", Value::Null).await.problem(422, "validation_failed");
    let text = metrics(server).await;
    for word in ["nowhere", "NOWHERE", &ada.id, "ada"] {
        assert!(!text.contains(word), "{word} is a label:\n{text}");
    }
}
