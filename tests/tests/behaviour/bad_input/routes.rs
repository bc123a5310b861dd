//! Paths and methods that the specification does not have.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::contract::contract;
use tests::generate::{Fill, House, MARK};
use tests::{Server, on_both_engines};

use super::all_is_well;
use super::wire::exchange;

on_both_engines![
    a_path_that_is_not_there_answers_404,
    a_method_that_is_not_there_answers_405_and_lists_those_that_are,
    a_head_answers_as_its_get_without_a_body,
    no_path_leads_out_of_the_house,
];

const PATHS: [&str; 29] = [
    "/nothing",
    "/sesame-XYZZY",
    "/users/me/nothing",
    "/rooms/",
    "/rooms//messages",
    "/auth",
    "/auth/",
    "/auth/register/",
    "/auth/register/more",
    "/AUTH/REGISTER",
    "/events/",
    "/openapi.yaml",
    "//api",
    "//api/",
    "//api/v1",
    "//api/v1/",
    "//api/v2/rooms",
    "//api//v1//users/me",
    "//v1/users/me",
    "//users/me",
    "//health",
    "//health/",
    "//health/live/",
    "//metrics/",
    "//.env",
    "//.git/config",
    "//favicon.ico",
    "//admin",
    "//docs/nothing/at/all",
];

async fn a_path_that_is_not_there_answers_404(server: &Server) {
    let house = House::build(server).await;
    let long = format!("/{}", "sesame-XYZZY/".repeat(600));
    let mut wrong = Vec::new();
    for path in PATHS.into_iter().chain([long.as_str()]) {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            for client in [&server.client(), &*house.ada] {
                let answer = client.request(method, path).send().await.expect("there is an answer");
                let (status, text) = (answer.status().as_u16(), answer.text().await.expect("it ends"));
                let problem: Value = serde_json::from_str(&text).unwrap_or_default();
                if status != 404 || problem["code"] != "not_found" || text.contains(MARK) {
                    wrong.push(format!("{method} {path:.40}: {text}"));
                }
            }
        }
    }
    all_is_well(&wrong);
}

/// Every path of the specification, filled, and the methods that it has.
fn every_path(fill: &Fill) -> Vec<(String, BTreeSet<&'static str>)> {
    let mut paths: Vec<(String, BTreeSet<&str>)> = Vec::new();
    for operation in &contract().operations {
        let fill = if operation.id == "getProblemPage" { fill.clone().with("code", "not_found") } else { fill.clone() };
        let below = fill.with("file", "docs.css").path(operation);
        let path = if operation.template.starts_with("/api/v1") { below } else { format!("/{below}") };
        match paths.iter_mut().find(|(known, _)| *known == path) {
            Some((_, methods)) => drop(methods.insert(&operation.method)),
            None => paths.push((path, [operation.method.as_str()].into())),
        }
    }
    paths
}

async fn a_method_that_is_not_there_answers_405_and_lists_those_that_are(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    for (path, methods) in every_path(&house.fill(&house.ada)) {
        let mut allowed = methods.clone();
        if methods.contains("GET") {
            allowed.insert("HEAD");
        }
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get", "post", "SESAME-XYZZY"] {
            if methods.contains(method) {
                continue;
            }
            let answer = house.ada.send(method, &path, |request| request).await;
            assert_eq!(answer.status, 405, "{method} {path}: {answer:?}");
            assert_eq!(answer.body["code"], "method_not_allowed", "{method} {path}");
            let listed: BTreeSet<&str> = answer.header("allow").split(", ").collect();
            assert_eq!(listed, allowed, "{method} {path}");
            assert!(!answer.body.to_string().contains(MARK), "{answer:?}");
        }
    }
    assert_eq!(house.view().await, before);
}

async fn a_head_answers_as_its_get_without_a_body(server: &Server) {
    let house = House::build(server).await;
    for (path, methods) in every_path(&house.fill(&house.ada)) {
        let get = house.ada.request("GET", &path).send().await.expect("there is an answer").status();
        let head = house.ada.request("HEAD", &path).send().await.expect("there is an answer");
        let wanted = if methods.contains("GET") { get.as_u16() } else { 405 };
        assert_eq!(head.status().as_u16(), wanted, "HEAD {path}");
        assert!(head.headers().contains_key("x-request-id"), "HEAD {path}");
        assert!(head.bytes().await.expect("it ends").is_empty(), "HEAD {path}");
    }
}

/// Sent as they are, since clients tidy paths before they send them.
async fn no_path_leads_out_of_the_house(server: &Server) {
    let above = ["/../../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/..\\..\\etc\\passwd"];
    let paths = above.iter().flat_map(|rest| ["", "/docs", "/problems", "/api/v1", "/api/v1/rooms"].map(|start| format!("{start}{rest}")));
    let odd = [
        "//api/v1/users/me",
        "/api/v1/../../metrics",
        "/docs/../openapi.yaml",
        "/./metrics",
        "/;/metrics",
        "/metrics;x=1",
        "/docs/.",
        "/%",
    ];
    for path in paths.chain(odd.map(str::to_owned)) {
        let answers = exchange(server, format!("GET {path} HTTP/1.1\r\nHost: causerie\r\nConnection: close\r\n\r\n").as_bytes()).await;
        // 401 where it reads as the id of a room.
        assert!(matches!(answers.statuses()[..], [400 | 401 | 404]), "{path}: {}", answers.text);
        assert!(!answers.text.contains("root:"), "{path}: {}", answers.text);
    }
    // Longer than any path: refused before anybody reads it.
    for length in [20_000, 100_000, 1_000_000] {
        let path = "x".repeat(length);
        let answers = exchange(server, format!("GET /{path} HTTP/1.1\r\nHost: causerie\r\n\r\n").as_bytes()).await;
        assert!(matches!(answers.statuses()[..], [] | [400 | 404 | 414 | 431]), "{length}: {}", answers.text);
    }
    server.client().get("//health/ready").await.expect(200);
}
