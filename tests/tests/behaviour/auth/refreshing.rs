//! Refresh tokens: each is good once, and a second use of one after its grace signs the session out.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tests::person::text;
use tests::{Person, Server, on_both_engines};

on_both_engines![
    refreshing_gives_new_tokens_to_the_same_session,
    two_tabs_that_refresh_at_once_get_one_successor,
    a_token_spent_long_ago_signs_its_session_out,
    what_is_no_refresh_token_gives_nothing,
    worthless_tokens_do_not_come_to_the_writer,
];

/// How long a second use of a token counts as an honest double refresh.
const GRACE: Duration = Duration::from_secs(10);

async fn refreshing_gives_new_tokens_to_the_same_session(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let answer = super::refresh(server, &ada.refresh_token).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let given = answer.expect(200);
    assert_eq!(json!([given["token_type"], given["expires_in"]]), json!(["Bearer", 900]));
    let next = Person::of(server, &given);
    assert_eq!((&next.id, &next.session_id), (&ada.id, &ada.session_id));
    assert_ne!(next.refresh_token, ada.refresh_token);
    assert_ne!(next.access_token, ada.access_token);
    super::is_signed_in(&next).await;
    // An access token is good for its 15 minutes: the tab beside has it still.
    super::is_signed_in(&ada).await;
    let third = Person::of(server, &super::refresh(server, &next.refresh_token).await.expect(200));
    super::is_signed_in(&third).await;
    assert_eq!(ada.get("/auth/sessions").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
}

async fn two_tabs_that_refresh_at_once_get_one_successor(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let tabs = join_all((0..5).map(|_| super::refresh(server, &ada.refresh_token))).await;
    let mut successors: Vec<String> = tabs.into_iter().map(|answer| text(&answer.expect(200)["refresh_token"])).collect();
    let later = super::refresh(server, &ada.refresh_token).await.expect(200);
    successors.push(text(&later["refresh_token"]));
    successors.dedup();
    assert_eq!(successors.len(), 1, "one token has one successor");
    let next = super::refresh(server, &successors[0]).await.expect(200);
    super::is_signed_in(&Person::of(server, &next)).await;
}

async fn a_token_spent_long_ago_signs_its_session_out(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let phone = Person::login(server, "ada").await;
    let next = Person::of(server, &super::refresh(server, &ada.refresh_token).await.expect(200));
    let (mut stream, mut other) = (next.listen().await, phone.listen().await);
    // A use within the grace does not make the grace longer.
    tokio::time::sleep(GRACE / 2).await;
    super::refresh(server, &ada.refresh_token).await.expect(200);
    tokio::time::sleep(GRACE / 2 + Duration::from_millis(500)).await;
    super::refresh(server, &ada.refresh_token).await.problem(401, "invalid_refresh_token");
    super::is_closed_soon(&mut stream).await;
    super::is_signed_out(server, &ada).await;
    super::is_signed_out(server, &next).await;
    // Neither her other device nor anybody else is touched.
    assert_eq!(other.ask("ping", serde_json::Value::Null).await["type"], "pong");
    super::is_signed_in(&phone).await;
    super::refresh(server, &phone.refresh_token).await.expect(200);
    super::is_signed_in(&bob).await;
}

async fn what_is_no_refresh_token_gives_nothing(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let client = server.client();
    let twisted: String = ada.refresh_token.chars().rev().collect();
    for token in ["nonsense", &twisted, &ada.session_id, &format!("{}A", ada.refresh_token), &format!(" {}", ada.refresh_token)] {
        super::refresh(server, token).await.problem(401, "invalid_refresh_token");
    }
    client.post("/auth/refresh", json!({})).await.problem(401, "invalid_refresh_token");
    client.post_empty("/auth/refresh").await.problem(401, "invalid_refresh_token");
    client.with_token(&ada.access_token).post_empty("/auth/refresh").await.problem(401, "invalid_refresh_token");
    client.post("/auth/refresh", json!({ "refresh_token": ada.access_token })).await.problem(422, "validation_failed");
    client.with_token(&ada.refresh_token).get("/users/me").await.problem(401, "unauthorized");
    super::refresh(server, &ada.refresh_token).await.expect(200);
}

/// How many commits the server has made.
async fn commits(server: &Server) -> u64 {
    let metrics = server.client().get("//metrics").await.expect(200);
    let mut lines = metrics.as_str().unwrap_or_default().lines();
    let count = lines.find_map(|line| line.strip_prefix("causerie_commit_batch_size_count ")?.parse().ok());
    count.expect("commits are counted")
}

async fn worthless_tokens_do_not_come_to_the_writer(server: &Server) {
    let ada = Person::register(server, "ada").await;
    ada.post_empty("/auth/revoke").await.expect(204);
    let before = commits(server).await;
    for number in 0..50 {
        let token = if number % 2 == 0 { ada.refresh_token.clone() } else { format!("made up {number}") };
        super::refresh(server, &token).await.problem(401, "invalid_refresh_token");
    }
    // The jobs may have come by.
    assert!(commits(server).await < before + 10, "they were {before} before");
}
