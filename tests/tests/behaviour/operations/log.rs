//! The log: JSON lines that name each request and keep people's secrets out.

use serde_json::{Value, json};
use tests::{Engine, Person, Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

on_both_engines![each_request_is_a_line_with_its_id, a_trace_that_the_caller_follows_is_in_the_line];

/// The lines about requests.
fn lines(server: &Server) -> Vec<Value> {
    let log = server.log();
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("not JSON: {error}: {line}")));
    lines.filter(|line: &Value| line["event"] == "http.request").collect()
}

async fn each_request_is_a_line_with_its_id(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let known = ada.with_header("x-request-id", "known-1").get(&format!("/users/{}", ada.id)).await;
    known.expect(200);
    let unknown = ada.get("/nowhere").await.problem(404, "not_found");
    let lines = lines(server);
    let line = |id: &Value| lines.iter().filter(|line| line["span"]["request_id"] == *id).collect::<Vec<_>>();
    let [known] = line(&json!("known-1"))[..] else { panic!("not one line: {lines:?}") };
    assert_eq!(json!([known["method"], known["route"], known["status"]]), json!(["GET", "/api/v1/users/{user_id}", 200]));
    assert!(known["duration_ms"].as_f64().is_some_and(|time| time > 0.0), "{known}");
    assert!(known["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{known}");
    let [unknown] = line(&unknown["instance"])[..] else { panic!("not one line: {lines:?}") };
    assert_eq!(unknown["status"], 404);
}

async fn a_trace_that_the_caller_follows_is_in_the_line(server: &Server) {
    let client = server.client();
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let traced = client.with_header("traceparent", &format!("00-{trace}-b7ad6b7169203331-01"));
    traced.with_header("x-request-id", "traced").get("//health/live").await.expect(200);
    for (id, parent) in [("odd", "nonsense"), ("evil", "00-\"}{injected-b7ad6b7169203331-01"), ("short", "00-0af7-b7ad6b7169203331-01")] {
        client.with_header("traceparent", parent).with_header("x-request-id", id).get("//health/live").await.expect(200);
    }
    let lines = lines(server);
    let span = |id: &str| lines.iter().find(|line| line["span"]["request_id"] == id).map(|line| &line["span"]).expect("it is logged");
    assert_eq!(span("traced")["trace_id"], trace);
    for id in ["odd", "evil", "short"] {
        assert!(span(id).get("trace_id").is_none(), "{}", span(id));
    }
}

/// Does everything that has a secret in it; gives the secrets.
async fn secrets(server: &Server) -> Vec<(&'static str, String)> {
    let password = "kettle-battery-staple";
    let body = json!({ "username": "ada", "password": password, "email": "ada@private.example" });
    let ada = Person::of(server, &server.client().post("/auth/register", body).await.expect(201));
    let login = |password: &str| json!({ "username": "ada", "password": password });
    server.client().post("/auth/login", login("mistyped-kettle")).await.problem(401, "invalid_credentials");
    let refreshed = server.client().post("/auth/refresh", json!({ "refresh_token": ada.refresh_token })).await.expect(200);
    let cookies = json!({ "username": "ada", "password": password, "transport": "cookie" });
    let csrf = server.client().post("/auth/login", cookies).await.expect(200)["csrf_token"].clone();
    let room_id = ada.group("Kitchen", &[]).await;
    ada.say(&room_id, "the spoken-word").await;
    let ticket = ada.post_empty("/auth/tickets").await.expect(201)["ticket"].clone();
    let address = server.address();
    let query = format!("ws://{address}/api/v1/events?ticket={}", ticket.as_str().expect("it is text"));
    let mut stream = Socket::with(address, query.into_client_request().expect("it is a request")).await.expect("it opens");
    stream.until("caught_up").await;
    let frame = json!({ "room_id": room_id, "content": "the framed-word" });
    assert_eq!(stream.ask("message.send", frame).await["type"], "ack");
    stream.send_text("{\"type\": \"message.send\", \"data\": \"the broken-word\"").await;
    stream.until("error").await;
    ada.get("/users?q=searched-word").await.expect(200);
    ada.get("/users?limit=limit-word").await.problem(400, "bad_request");
    let broken = |request: reqwest::RequestBuilder| request.header("content-type", "application/json").body("{\"password\":\"half-word");
    server.client().send("POST", "/auth/login", broken).await.problem(400, "invalid_json");
    let text = |value: &Value| value.as_str().expect("it is text").to_owned();
    vec![
        ("a password", password.to_owned()),
        ("a mistyped password", "mistyped-kettle".to_owned()),
        ("a mail address", "private.example".to_owned()),
        ("an access token", ada.access_token.clone()),
        ("a token's signature", ada.access_token.rsplit('.').next().unwrap_or_default().to_owned()),
        ("a refresh token", ada.refresh_token.clone()),
        ("its successor", text(&refreshed["refresh_token"])),
        ("a CSRF token", text(&csrf)),
        ("a ticket", text(&ticket)),
        ("a message", "spoken-word".to_owned()),
        ("a message of a frame", "framed-word".to_owned()),
        ("a broken frame", "broken-word".to_owned()),
        ("a search", "searched-word".to_owned()),
        ("a bad parameter", "limit-word".to_owned()),
        ("a broken body", "half-word".to_owned()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn even_a_talkative_log_keeps_every_secret() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let server = Server::with(engine, &[("CAUSERIE_RATE_LIMITS", "off"), ("CAUSERIE_LOG", "trace")]).await;
        let secrets = secrets(&server).await;
        let log = server.log();
        assert!(log.contains("http.request") && log.contains("\"TRACE\""), "it is talkative");
        for (name, secret) in secrets {
            let line = log.lines().find(|line| line.contains(&secret));
            assert!(line.is_none(), "{name} is in the log: {}", line.unwrap_or_default());
        }
    }
}
