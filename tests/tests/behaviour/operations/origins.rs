//! Cross-origin requests: pages of the allow-list may read answers, others may not.

use reqwest::Response;
use tests::{Engine, Person, Server};

const ALLOWED: &str = "https://app.example.org";
const ANOTHER: &str = "http://localhost:5173";

async fn server() -> Server {
    Server::with(Engine::Sqlite, &[("CAUSERIE_ALLOWED_ORIGINS", &format!("{ALLOWED},{ANOTHER}"))]).await
}

/// Every header by which a browser would let a page of another origin in.
fn permissions(response: &Response) -> Vec<String> {
    response.headers().keys().map(ToString::to_string).filter(|name| name.starts_with("access-control-")).collect()
}

fn words(response: &Response, name: &str) -> Vec<String> {
    super::value(response, name).split(',').map(|word| word.trim().to_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_an_allowed_origin_may_read_every_answer() {
    let server = server().await;
    let ada = Person::register(&server, "ada").await;
    let bearer = format!("Bearer {}", ada.access_token);
    for origin in [ALLOWED, ANOTHER] {
        for (path, status) in [("/users/me", 200), ("/nowhere", 404), ("//health/live", 200), ("/users?limit=0", 400)] {
            let response = super::answer(&server, "GET", path, &[("origin", origin), ("authorization", &bearer)]).await;
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(super::value(&response, "access-control-allow-origin"), origin, "{path}");
            assert_eq!(super::value(&response, "access-control-allow-credentials"), "true", "{path}");
            assert!(words(&response, "vary").contains(&"origin".to_owned()), "{path}");
            let shown = words(&response, "access-control-expose-headers");
            for name in ["x-request-id", "retry-after", "ratelimit", "ratelimit-policy", "idempotency-replayed"] {
                assert!(shown.iter().any(|word| word == name), "{name} is not in {shown:?}");
            }
        }
        let refused = super::answer(&server, "GET", "/users/me", &[("origin", origin)]).await;
        assert_eq!((refused.status().as_u16(), super::value(&refused, "access-control-allow-origin")), (401, origin));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_any_other_origin_may_read_none() {
    let server = server().await;
    let own = format!("http://{}", server.address());
    let others =
        ["https://evil.example", "null", "http://app.example.org", "https://app.example.org:8443", "https://app.example.org.evil.example"];
    for origin in others.into_iter().chain([own.as_str(), "https://APP.example.org", "*", ""]) {
        for path in ["//health/live", "/users/me", "/nowhere"] {
            let response = super::answer(&server, "GET", path, &[("origin", origin)]).await;
            assert_eq!(permissions(&response), Vec::<String>::new(), "{origin} {path}");
        }
        let asks = [("origin", origin), ("access-control-request-method", "POST"), ("access-control-request-headers", "authorization")];
        let response = super::answer(&server, "OPTIONS", "/rooms", &asks).await;
        assert_eq!(permissions(&response), Vec::<String>::new(), "{origin}");
        assert!(!response.status().is_success(), "{origin}: {}", response.status());
    }
    let plain = Server::start(Engine::Sqlite).await;
    let response = super::answer(&plain, "GET", "//health/live", &[("origin", ALLOWED)]).await;
    assert_eq!(permissions(&response), Vec::<String>::new(), "nobody is allowed who is not named");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_asks_first_is_told_what_may_be_sent() {
    let server = server().await;
    let asks = [
        ("origin", ALLOWED),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization,content-type,idempotency-key"),
    ];
    for path in ["/users/me", "/rooms", "/rooms/01936f5b-1e77-7d55-a2c8-6f0b3e9d4a33/messages", "/auth/login"] {
        let response = super::answer(&server, "OPTIONS", path, &asks).await;
        assert_eq!(response.status(), 204, "{path}");
        assert_eq!(super::value(&response, "access-control-allow-origin"), ALLOWED);
        assert_eq!(super::value(&response, "access-control-allow-credentials"), "true");
        let methods = words(&response, "access-control-allow-methods");
        for method in ["get", "post", "put", "patch", "delete"] {
            assert!(methods.iter().any(|word| word == method), "{method} is not in {methods:?}");
        }
        let headers = words(&response, "access-control-allow-headers");
        for name in ["authorization", "content-type", "idempotency-key", "x-csrf-token", "x-request-id", "traceparent"] {
            assert!(headers.iter().any(|word| word == name), "{name} is not in {headers:?}");
        }
        assert!(super::value(&response, "access-control-max-age").parse::<u32>().is_ok_and(|age| age > 0));
        assert_eq!(response.text().await.expect("it ends"), "");
    }
}
