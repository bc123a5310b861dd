//! Tokens in cookies: what browsers are given, what pages of ours may do with it, and pages of others not.

use std::collections::BTreeMap;

use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};
use tests::person::{PASSWORD, text};
use tests::{Answer, Client, Engine, Person, Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

on_both_engines![
    the_cookies_are_out_of_reach_of_scripts_and_other_sites,
    the_session_cookie_reads,
    a_change_needs_the_csrf_token_as_well,
    a_change_from_a_page_of_another_site_is_refused,
    the_refresh_cookie_gives_new_cookies,
    a_browser_signs_out,
    the_stream_opens_by_cookie_for_our_own_pages_alone,
];

const SESSION: &str = "__Host-causerie_session";
const REFRESH: &str = "__Host-causerie_refresh";
const CSRF: &str = "__Host-causerie_csrf";
const CSRF_HEADER: &str = "x-csrf-token";

/// A cookie as an answer sets it: its value, and its attributes in small letters.
struct Cookie {
    value: String,
    attributes: BTreeMap<String, String>,
}

fn cookies(answer: &Answer) -> BTreeMap<String, Cookie> {
    let lines = answer.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().expect("a cookie is ASCII"));
    lines
        .map(|line| {
            let mut pairs = line.split(';').map(|pair| pair.trim().split_once('=').unwrap_or((pair.trim(), "")));
            let (name, value) = pairs.next().expect("a cookie has a name");
            let attributes = pairs.map(|(key, value)| (key.to_lowercase(), value.to_owned())).collect();
            (name.to_owned(), Cookie { value: value.to_owned(), attributes })
        })
        .collect()
}

/// A page's browser: it sends its cookies with every request.
struct Browser {
    client: Client,
    jar: BTreeMap<String, Cookie>,
    given: Value,
}

impl Browser {
    /// Makes an account that is signed in by cookies.
    async fn register(server: &Server, username: &str) -> Self {
        let body = json!({ "username": username, "password": PASSWORD, "transport": "cookie" });
        Self::of(server, server.client().post("/auth/register", body).await, 201)
    }

    fn of(server: &Server, answer: Answer, status: u16) -> Self {
        let jar = cookies(&answer);
        let line: Vec<String> = jar.iter().map(|(name, cookie)| format!("{name}={}", cookie.value)).collect();
        Self { client: server.client().with_header("cookie", &line.join("; ")), jar, given: answer.expect(status) }
    }

    fn value(&self, name: &str) -> &str {
        self.jar.get(name).map_or_else(|| panic!("no cookie {name}"), |cookie| &cookie.value)
    }

    /// The client of a page that sends the CSRF token along.
    fn page(&self) -> Client {
        self.client.with_header(CSRF_HEADER, self.value(CSRF))
    }
}

fn room() -> Value {
    json!({ "kind": "group", "name": "Kitchen", "member_ids": [] })
}

async fn the_cookies_are_out_of_reach_of_scripts_and_other_sites(server: &Server) {
    Person::register(server, "bob").await;
    let ada = Browser::register(server, "ada").await;
    let body = json!({ "username": "bob", "password": PASSWORD, "transport": "cookie" });
    let bob = Browser::of(server, server.client().post("/auth/login", body).await, 200);
    for browser in [&ada, &bob] {
        assert_eq!(browser.jar.keys().map(String::as_str).collect::<Vec<_>>(), [CSRF, REFRESH, SESSION]);
        for (name, cookie) in &browser.jar {
            let attribute = |key: &str| cookie.attributes.get(key).map(String::as_str);
            let wanted = (Some("/"), Some(""), Some("strict"), None);
            let same_site = attribute("samesite").map(str::to_lowercase);
            assert_eq!((attribute("path"), attribute("secure"), same_site.as_deref(), attribute("domain")), wanted, "{name}");
            // The CSRF token is for scripts of ours to read; the others are for none.
            assert_eq!(attribute("httponly").is_some(), name != CSRF, "{name}");
            let days = if name == SESSION { 900 } else { 30 * 24 * 60 * 60 };
            assert_eq!(attribute("max-age"), Some(days.to_string().as_str()), "{name}");
        }
        let given = &browser.given;
        assert_eq!(json!([given["token_type"], given["csrf_token"]]), json!(["Cookie", browser.value(CSRF)]));
        assert!(given.get("access_token").is_none() && given.get("refresh_token").is_none(), "{given}");
        for name in [SESSION, REFRESH] {
            assert!(!given.to_string().contains(browser.value(name)), "{given}");
        }
    }
    assert_ne!(ada.value(CSRF), bob.value(CSRF));
}

async fn the_session_cookie_reads(server: &Server) {
    let ada = Browser::register(server, "ada").await;
    assert_eq!(ada.client.get("/users/me").await.expect(200)["id"], ada.given["user"]["id"]);
    let only = |name: &str, value: &str| server.client().with_header("cookie", &format!("theme=dark; {name}={value}; lang=fr"));
    only(SESSION, ada.value(SESSION)).get("/users/me").await.expect(200);
    only(SESSION, ada.value(REFRESH)).get("/users/me").await.problem(401, "unauthorized");
    only("causerie_session", ada.value(SESSION)).get("/users/me").await.problem(401, "unauthorized");
    only(REFRESH, ada.value(REFRESH)).get("/users/me").await.problem(401, "unauthorized");
    // A token in the header goes before the cookie: the page says whom it speaks for.
    let bob = Person::register(server, "bob").await;
    assert_eq!(ada.client.with_token(&bob.access_token).get("/users/me").await.expect(200)["id"], bob.id.as_str());
}

async fn a_change_needs_the_csrf_token_as_well(server: &Server) {
    let (ada, bob) = (Browser::register(server, "ada").await, Browser::register(server, "bob").await);
    let client = &ada.client;
    let wrong = [client.clone(), client.with_header(CSRF_HEADER, ""), client.with_header(CSRF_HEADER, bob.value(CSRF))];
    for page in wrong {
        page.post("/rooms", room()).await.problem(403, "csrf_failed");
        page.patch("/users/me", json!({ "display_name": "Mallory" })).await.problem(403, "csrf_failed");
        page.put("/auth/password", json!({ "current_password": PASSWORD, "new_password": "an even lovelier engine" }))
            .await
            .problem(403, "csrf_failed");
        page.post_empty("/auth/tickets").await.problem(403, "csrf_failed");
        page.post_empty("/auth/revoke-all").await.problem(403, "csrf_failed");
        page.delete("/users/me").await.problem(403, "csrf_failed");
        let thing = tests::generate::new_id();
        page.put(&format!("/rooms/{thing}/archive"), json!({ "archived": true })).await.problem(403, "csrf_failed");
        page.put(&format!("/rooms/{thing}/read-status"), json!({ "status": "read" })).await.problem(403, "csrf_failed");
        let marks = json!({ "rooms": [{ "room_id": thing, "status": "read" }] });
        page.post("/rooms/read-status", marks).await.problem(403, "csrf_failed");
        page.post_empty(&format!("/messages/{thing}/read")).await.problem(403, "csrf_failed");
        page.delete(&format!("/rooms/{thing}/messages")).await.problem(403, "csrf_failed");
        page.delete(&format!("/rooms/{thing}")).await.problem(403, "csrf_failed");
        page.post_empty(&format!("/rooms/{thing}/undo")).await.problem(403, "csrf_failed");
        page.post_empty(&format!("/users/{thing}/block")).await.problem(403, "csrf_failed");
        page.delete(&format!("/users/{thing}/block")).await.problem(403, "csrf_failed");
        page.post(&format!("/messages/{thing}/forward"), json!({ "room_ids": [thing] })).await.problem(403, "csrf_failed");
        page.patch("/users/me/preferences", json!({ "read_receipts": false })).await.problem(403, "csrf_failed");
    }
    // The header without the cookie, as a page of another site could send it.
    let line = format!("{SESSION}={}", ada.value(SESSION));
    let alone = server.client().with_header("cookie", &line).with_header(CSRF_HEADER, ada.value(CSRF));
    alone.post("/rooms", room()).await.problem(403, "csrf_failed");
    assert_eq!(ada.client.get("/rooms").await.expect(200)["items"], json!([]), "nothing was done");
    assert_eq!(ada.client.get("/users/me").await.expect(200)["display_name"], "ada");
    ada.page().post("/rooms", room()).await.expect(201);
    // A bearer token is never sent by the browser itself, so it needs no such proof.
    let phone = Person::login(server, "ada").await;
    phone.post("/rooms", room()).await.expect(201);
}

async fn a_change_from_a_page_of_another_site_is_refused(server: &Server) {
    let ada = Browser::register(server, "ada").await;
    let own = format!("http://{}", server.address());
    for origin in ["https://evil.example", "null", "http://127.0.0.1", &format!("{own}.evil.example"), &format!("{own}0")] {
        ada.page().with_header("origin", origin).post("/rooms", room()).await.problem(403, "csrf_failed");
    }
    ada.page().with_header("sec-fetch-site", "cross-site").post("/rooms", room()).await.problem(403, "csrf_failed");
    let foreign = ada.page().with_header("origin", "https://evil.example");
    foreign.with_header("sec-fetch-site", "cross-site").post("/rooms", room()).await.problem(403, "csrf_failed");
    assert_eq!(ada.client.get("/rooms").await.expect(200)["items"], json!([]), "nothing was done");
    ada.page().with_header("origin", &own).with_header("sec-fetch-site", "same-origin").post("/rooms", room()).await.expect(201);
    ada.page().with_header("sec-fetch-site", "same-origin").post("/rooms", room()).await.expect(201);
}

async fn the_refresh_cookie_gives_new_cookies(server: &Server) {
    let ada = Browser::register(server, "ada").await;
    ada.client.post_empty("/auth/refresh").await.problem(403, "csrf_failed");
    ada.page().with_header("origin", "https://evil.example").post_empty("/auth/refresh").await.problem(403, "csrf_failed");
    let next = Browser::of(server, ada.page().post_empty("/auth/refresh").await, 200);
    assert_eq!(next.given["session_id"], ada.given["session_id"]);
    assert_ne!(next.value(SESSION), ada.value(SESSION));
    assert_ne!(next.value(REFRESH), ada.value(REFRESH));
    next.page().post("/rooms", room()).await.expect(201);
    // A page that asks for tokens in the body does not get them for a cookie: a script could take them away.
    let third = Browser::of(server, next.page().post("/auth/refresh", json!({ "transport": "bearer" })).await, 200);
    assert_eq!(third.given["token_type"], "Cookie");
    assert!(third.given.get("access_token").is_none() && third.given.get("refresh_token").is_none(), "{}", third.given);
    third.page().post("/rooms", room()).await.expect(201);
}

async fn a_browser_signs_out(server: &Server) {
    let ada = Browser::register(server, "ada").await;
    ada.client.post_empty("/auth/revoke").await.problem(403, "csrf_failed");
    ada.page().post_empty("/auth/revoke").await.expect(204);
    ada.client.get("/users/me").await.problem(401, "unauthorized");
    ada.page().post_empty("/auth/refresh").await.problem(401, "invalid_refresh_token");
}

async fn open(server: &Server, browser: &Browser, origin: Option<&str>) -> Result<Socket, Error> {
    let mut request = format!("ws://{}/api/v1/events", server.address()).into_client_request().expect("it is a request");
    let line = format!("{SESSION}={}", browser.value(SESSION));
    request.headers_mut().insert("cookie", line.parse().expect("it fits a header"));
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().expect("it fits a header"));
    }
    Socket::with(server.address(), request).await
}

/// The status of a refused upgrade.
fn refusal(opened: Result<Socket, Error>) -> u16 {
    match opened {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("no answer: {error}"),
        Ok(_) => panic!("the stream has opened"),
    }
}

async fn the_stream_opens_by_cookie_for_our_own_pages_alone(server: &Server) {
    let ada = Browser::register(server, "ada").await;
    let own = format!("http://{}", server.address());
    for origin in [None, Some("https://evil.example"), Some("null"), Some("http://127.0.0.1"), Some(&*format!("{own}0"))] {
        assert_eq!(refusal(open(server, &ada, origin).await), 403, "{origin:?}");
    }
    let mut stream = open(server, &ada, Some(&own)).await.expect("our own page may");
    assert_eq!(stream.until("hello").await["data"]["user_id"], ada.given["user"]["id"]);
    stream.until("caught_up").await;
    ada.page().post_empty("/auth/revoke").await.expect(204);
    assert_eq!(stream.closed().await, 4401);
    assert_eq!(refusal(open(server, &ada, Some(&own)).await), 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_public_address_and_the_allowed_origins_are_our_own() {
    let settings = [
        ("CAUSERIE_PUBLIC_URL", "https://chat.example.org"),
        ("CAUSERIE_ALLOWED_ORIGINS", "https://app.example.org, http://localhost:5173"),
    ];
    let server = Server::with(Engine::Sqlite, &settings).await;
    let ada = Browser::register(&server, "ada").await;
    for origin in ["https://chat.example.org", "https://app.example.org", "http://localhost:5173"] {
        ada.page().with_header("origin", origin).post("/rooms", room()).await.expect(201);
        let mut stream = open(&server, &ada, Some(origin)).await.expect("it is ours");
        assert_eq!(text(&stream.until("hello").await["data"]["user_id"]), text(&ada.given["user"]["id"]));
    }
    for origin in ["http://chat.example.org", "https://app.example.org:8443", "https://example.org", "https://evil-app.example.org"] {
        ada.page().with_header("origin", origin).post("/rooms", room()).await.problem(403, "csrf_failed");
        assert_eq!(refusal(open(&server, &ada, Some(origin)).await), 403, "{origin}");
    }
}
