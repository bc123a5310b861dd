//! What every answer carries: its request id, and what browsers may do with it.

use reqwest::Response;
use serde_json::json;
use tests::{Engine, Person, Server};

/// An answer of every layer: pages, files, the API, refusals of each kind.
const PLACES: &[(&str, &str, u16)] = &[
    ("GET", "//", 200),
    ("GET", "//docs", 200),
    ("GET", "//docs/events", 200),
    ("GET", "//docs/page.css", 200),
    ("GET", "//health/live", 200),
    ("GET", "//metrics", 200),
    ("GET", "//openapi.yaml", 200),
    ("GET", "//problems/not_found", 200),
    ("GET", "//nowhere", 404),
    ("GET", "/nowhere", 404),
    ("GET", "/users/me", 401),
    ("GET", "/users?q=%00", 400),
    ("POST", "/auth/login", 415),
    ("DELETE", "//health/live", 405),
    ("DELETE", "/auth/login", 405),
    ("GET", "/events", 400),
    ("OPTIONS", "/users", 405),
    ("HEAD", "//docs", 200),
];

fn check(place: &str, response: &Response) {
    let header = |name: &str| super::value(response, name);
    assert_eq!(header("x-content-type-options"), "nosniff", "{place}");
    assert_eq!(header("x-frame-options"), "DENY", "{place}");
    assert_eq!(header("referrer-policy"), "no-referrer", "{place}");
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{place}: {policy}");
    assert!(!policy.contains("unsafe-eval") && !policy.contains("script-src 'unsafe"), "{place}: {policy}");
    assert!(!header("x-request-id").is_empty(), "{place}");
    let vary = header("vary").to_lowercase();
    assert!(vary.split(',').any(|name| name.trim() == "origin"), "{place}: a cache must not mix origins: {vary}");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(header(name), "", "{place}: {name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_tells_browsers_to_be_careful() {
    let server = Server::start(Engine::Sqlite).await;
    for (method, path, status) in PLACES {
        let response = super::answer(&server, method, path, &[]).await;
        let place = format!("{method} {path}");
        assert_eq!(response.status(), *status, "{place}");
        check(&place, &response);
        assert_eq!(super::value(&response, "strict-transport-security"), "", "{place}: not on plain HTTP");
        if !path.starts_with("//") {
            assert_eq!(super::value(&response, "cache-control"), "no-store", "{place}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_behind_tls_says_so() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_PUBLIC_URL", "https://chat.example.org")]).await;
    for (method, path, _) in PLACES {
        let response = super::answer(&server, method, path, &[]).await;
        let age = super::value(&response, "strict-transport-security").trim_start_matches("max-age=").parse::<u64>();
        assert!(age.is_ok_and(|age| age >= 15_768_000), "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sane_request_id_comes_back_and_another_is_replaced() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    let long = "x".repeat(128);
    for id in ["a", "order-66_b.1", "0af7651916cd43dd8448eb211c80319c", &long] {
        for path in ["//health/live", "/users/me", "/nowhere", "//nowhere"] {
            let answer = ada.with_header("x-request-id", id).get(path).await;
            assert_eq!(answer.header("x-request-id"), id, "{path}");
        }
    }
    let (overlong, mut seen) = ("x".repeat(129), Vec::new());
    for id in ["", "two words", "<script>", "a,b", "a\"b", "a/b", &overlong, "é"] {
        let answer = ada.with_header("x-request-id", id).get("/nowhere").await;
        seen.push(answer.header("x-request-id").to_owned());
        // The problem names the same one, as the contract's check holds.
        answer.problem(404, "not_found");
    }
    assert!(seen.iter().all(|id| id.len() == 36), "{seen:?}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 8, "each is new");
    let problem = ada.with_header("x-request-id", "order-66").post("/rooms", json!({})).await.problem(422, "validation_failed");
    assert_eq!(problem["instance"], "order-66");
}
