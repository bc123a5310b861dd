//! Paths and methods that there are not, bodies that cannot be read, and HEAD.

use serde_json::json;
use tests::{Engine, Person, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_path_is_a_problem() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    for path in
        ["//nowhere", "//api", "//api/v1", "//api/v2/users/me", "/nowhere", "/users/me/nowhere", "//health", "//docs/a/b", "//%F0%9F%8E%89"]
    {
        for client in [&server.client(), &*ada] {
            client.get(path).await.problem(404, "not_found");
            client.post(path, json!({})).await.problem(404, "not_found");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_that_a_path_does_not_take_is_told_those_it_takes() {
    let server = Server::start(Engine::Sqlite).await;
    let id = "01936f5b-1e77-7d55-a2c8-6f0b3e9d4a33";
    let room = format!("/rooms/{id}");
    for (method, path, allowed) in [
        ("POST", "//", "GET, HEAD"),
        ("DELETE", "//health/live", "GET, HEAD"),
        ("PUT", "//problems/not_found", "GET, HEAD"),
        ("GET", "/auth/login", "POST"),
        ("DELETE", "/auth/password", "PUT"),
        ("POST", "/users/me", "DELETE, GET, HEAD, PATCH"),
        ("POST", "/events", "GET, HEAD"),
        ("PUT", &room, ""),
        ("OPTIONS", "/auth/login", "POST"),
        ("PROPFIND", "/users", "GET, HEAD"),
    ] {
        let response = super::answer(&server, method, path, &[]).await;
        assert_eq!(response.status(), 405, "{method} {path}");
        assert_eq!(super::value(&response, "content-type"), "application/problem+json", "{method} {path}");
        let mut found: Vec<&str> = super::value(&response, "allow").split(", ").collect();
        found.sort_unstable();
        assert!(found.contains(&"GET") || found.contains(&"POST") || found.contains(&"PUT"), "{method} {path}: {found:?}");
        assert!(allowed.is_empty() || found.join(", ") == allowed, "{method} {path}: {found:?}");
        let problem: serde_json::Value = response.json().await.expect("it is JSON");
        assert_eq!(problem["code"], "method_not_allowed", "{problem}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn head_answers_as_get_does_without_the_body() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    let bearer = format!("Bearer {}", ada.access_token);
    for path in [
        "//",
        "//health/live",
        "//health/ready",
        "//metrics",
        "//openapi.yaml",
        "//docs",
        "//docs/events",
        "/users/me",
        "/users",
        "/rooms",
        "/nowhere",
    ] {
        let headers = [("authorization", bearer.as_str())];
        let (get, head) = (super::answer(&server, "GET", path, &headers).await, super::answer(&server, "HEAD", path, &headers).await);
        assert_eq!(get.status(), head.status(), "{path}");
        assert_eq!(super::value(&get, "content-type"), super::value(&head, "content-type"), "{path}");
        assert_eq!(head.text().await.expect("it ends"), "", "{path}");
    }
    let response = super::answer(&server, "HEAD", "/users/me", &[]).await;
    assert_eq!(response.status(), 401);
    let response = super::answer(&server, "HEAD", "/auth/login", &[]).await;
    assert_eq!(response.status(), 405);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_cannot_be_read_is_a_problem() {
    let server = Server::start(Engine::Sqlite).await;
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    let very_deep = "[".repeat(100_000);
    let cases: [(&str, &[u8], u16, &str); 11] = [
        ("text/plain", b"{}", 415, "unsupported_media_type"),
        ("", b"{}", 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"username=ada", 415, "unsupported_media_type"),
        ("application/json", b"", 400, "invalid_json"),
        ("application/json", b"{", 400, "invalid_json"),
        ("application/json", b"{\"username\": \"ada\" \"password\"}", 400, "invalid_json"),
        ("application/json", b"{\"username\": \"\xff\xfe\"}", 400, "invalid_json"),
        ("application/json", deep.as_bytes(), 400, "invalid_json"),
        ("application/json", very_deep.as_bytes(), 400, "invalid_json"),
        ("application/json", b"[]", 422, "validation_failed"),
        ("application/json; charset=utf-8", b"null", 422, "validation_failed"),
    ];
    for (kind, body, status, code) in cases {
        let with_body = |request: reqwest::RequestBuilder| {
            let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
            request.body(body.to_vec())
        };
        let answer = server.client().send("POST", "/auth/login", with_body).await;
        assert_eq!(answer.status, status, "{kind}: {}", answer.body);
        answer.problem(status, code);
    }
}
