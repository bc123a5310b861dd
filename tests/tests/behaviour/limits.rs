//! Rate limits: how often one may ask, what answers tell about it, and whom a refusal does not touch.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Answer, Engine, Person, Server};

async fn server() -> Server {
    Server::with(Engine::Sqlite, &[("CAUSERIE_RATE_LIMITS", "on")]).await
}

/// What the headers of an answer say: the policy's name, its quota and window, what is left, and when it is whole again.
#[derive(Debug, PartialEq)]
struct Standing {
    name: String,
    quota: u64,
    window: u64,
    left: u64,
    whole_in: u64,
}

fn standing(answer: &Answer) -> Standing {
    let (policy, limit) = (answer.header("ratelimit-policy"), answer.header("ratelimit"));
    let number = |text: &str, key: &str| {
        let found = text.split(';').find_map(|part| part.trim().strip_prefix(key)?.parse().ok());
        found.unwrap_or_else(|| panic!("no {key} in {text:?}"))
    };
    let name = |text: &str| text.split(';').next().unwrap_or_default().trim_matches('"').to_owned();
    assert_eq!(name(policy), name(limit), "both speak of one policy");
    Standing {
        name: name(policy),
        quota: number(policy, "q="),
        window: number(policy, "w="),
        left: number(limit, "r="),
        whole_in: number(limit, "t="),
    }
}

/// Holds that a refusal says when to come again, and nothing is left until then.
fn judge_refusal(answer: Answer, name: &str) -> Duration {
    let standing = standing(&answer);
    assert_eq!((standing.name.as_str(), standing.left), (name, 0), "{standing:?}");
    let wait: u64 = answer.header("retry-after").parse().expect("a refusal says how long to wait");
    assert!((1..=standing.window).contains(&wait), "{wait} s");
    answer.problem(429, "rate_limited");
    Duration::from_secs(wait)
}

/// Holds that a quota let through what it promises, and no more than it refills meanwhile.
fn judge_count(admitted: u64, quota: u64, took: Duration) {
    let refilled = (took.as_secs_f64() * quota as f64 / 60.0).ceil() as u64 + 1;
    assert!((quota..=quota + refilled).contains(&admitted), "{admitted} of {quota} were let through in {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_tell_how_much_is_left() {
    let server = server().await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let path = format!("/rooms/{room_id}/messages");
    for (name, quota, method, path, body) in [
        ("read", 1200, "GET", "/users/me", json!(null)),
        ("read", 1200, "GET", path.as_str(), json!(null)),
        ("write", 300, "PATCH", "/users/me", json!({ "display_name": "Ada" })),
        ("send", 300, "POST", path.as_str(), json!({ "content": "Good morning!" })),
        ("sign_in", 60, "POST", "/auth/refresh", json!({ "refresh_token": "unknown" })),
    ] {
        let ask = || ada.send(method, path, |request| if body.is_null() { request } else { request.json(&body) });
        let (first, second) = (standing(&ask().await), standing(&ask().await));
        assert_eq!((first.name.as_str(), first.quota, first.window), (name, quota, 60), "{method} {path}");
        assert!(first.left < quota && first.left + 5 > quota, "{first:?}");
        assert!(second.left <= first.left, "{first:?}, then {second:?}");
        assert!((1..=60).contains(&second.whole_in), "{second:?}");
    }
    // A refusal of another kind counts, and says so.
    let refused = ada.post(&path, json!({ "content": "" })).await;
    assert_eq!((refused.status, standing(&refused).name), (422, "send".to_owned()));
    let anonymous = server.client().get("/users/me").await;
    assert_eq!((anonymous.status, standing(&anonymous).name), (401, "address".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_too_much_waits_and_nobody_else_does() {
    let server = server().await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let path = format!("/rooms/{room_id}/messages");
    let (began, mut admitted) = (Instant::now(), 0);
    let refusal = loop {
        let answer = ada.post(&path, json!({ "content": format!("message {admitted}") })).await;
        if answer.status != 201 {
            break answer;
        }
        admitted += 1;
    };
    judge_count(admitted, 300, began.elapsed());
    let wait = judge_refusal(refusal, "send");
    bob.say(&room_id, "I may still speak.").await;
    ada.get("/users/me").await.expect(200);
    ada.patch("/users/me", json!({ "display_name": "Ada" })).await.expect(200);
    // Her other device shares the quota: it is the person's.
    let phone = Person::login(&server, "ada").await;
    let mut refused = 0;
    for _ in 0..20 {
        refused += u64::from(phone.post(&path, json!({ "content": "and another" })).await.status == 429);
    }
    assert!(refused > 0, "a second device has a quota of its own");
    tokio::time::sleep(wait).await;
    ada.say(&room_id, "After the wait it goes on.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_count_alike_whichever_way_they_are_sent() {
    let server = server().await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let (mut stream, mut other) = (ada.listen().await, bob.listen().await);
    let frame = |content: &str| json!({ "room_id": room_id, "content": content });
    let (began, mut admitted) = (Instant::now(), 0);
    let refusal = loop {
        assert!(admitted < 1000, "frames are not limited");
        let answer = stream.ask("message.send", frame(&format!("message {admitted}"))).await;
        if answer["type"] != "ack" {
            break answer;
        }
        admitted += 1;
    };
    judge_count(admitted, 300, began.elapsed());
    assert_eq!(json!([refusal["type"], refusal["data"]["problem"]["code"]]), json!(["error", "rate_limited"]), "{refusal}");
    // The quota is the person's, not the connection's.
    let mut refused = 0;
    for _ in 0..20 {
        refused += u64::from(ada.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "over HTTP" })).await.status == 429);
    }
    assert!(refused > 0, "HTTP has a quota of its own");
    assert_eq!(other.ask("message.send", frame("I may still speak.")).await["type"], "ack");
    assert_eq!(stream.ask("ping", json!(null)).await["type"], "pong", "the stream stays open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_tries_too_many_tokens_waits() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let ada = Person::register(&server, "ada").await;
    let client = server.client().with_header("x-forwarded-for", "198.51.100.1");
    let (began, mut admitted) = (Instant::now(), 0);
    let refusal = loop {
        let answer = client.post("/auth/refresh", json!({ "refresh_token": format!("guess-{admitted}") })).await;
        if answer.status != 401 {
            break answer;
        }
        admitted += 1;
    };
    judge_count(admitted, 60, began.elapsed());
    let wait = judge_refusal(refusal, "sign_in");
    // Register and log in count with it: each costs the same quota.
    let login = json!({ "username": "ada", "password": tests::person::PASSWORD });
    let mut refused = 0;
    for _ in 0..5 {
        refused += u64::from(client.post("/auth/login", login.clone()).await.status == 429);
    }
    assert!(refused > 0, "signing in has a quota of its own");
    // Another address is not touched, nor is who has signed in, from whichever address.
    server.client().with_header("x-forwarded-for", "198.51.100.2").post("/auth/login", login.clone()).await.expect(200);
    let signed_in = client.with_token(&ada.access_token);
    signed_in.get("/users/me").await.expect(200);
    tokio::time::sleep(wait + Duration::from_secs(1)).await;
    client.post("/auth/login", login).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_and_pages_are_not_limited() {
    let server = server().await;
    for _ in 0..100 {
        for path in ["//health/live", "//health/ready", "//metrics"] {
            let answer = server.client().get(path).await;
            assert_eq!(answer.header("ratelimit"), "", "{path}");
            answer.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_that_are_off_are_not_spoken_of() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    for _ in 0..70 {
        let answer = ada.post("/auth/refresh", json!({ "refresh_token": "unknown" })).await;
        assert!(answer.header("ratelimit").is_empty() && answer.header("ratelimit-policy").is_empty());
        answer.problem(401, "invalid_refresh_token");
    }
}
