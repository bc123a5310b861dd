//! Whose word about a caller's address counts: only a trusted proxy's.

use serde_json::json;
use tests::{Engine, Server};

/// How much of the address's quota is left after one more attempt that claims to come through these hops.
async fn left(server: &Server, hops: &str) -> u32 {
    let client = server.client().with_header("x-forwarded-for", hops);
    let answer = client.post("/auth/refresh", json!({ "refresh_token": "unknown" })).await;
    let limit = answer.header("ratelimit").to_owned();
    answer.problem(401, "invalid_refresh_token");
    let left = limit.split(';').find_map(|part| part.trim().strip_prefix("r=")?.parse().ok());
    left.unwrap_or_else(|| panic!("no quota in {limit:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_cannot_choose_its_address() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_TRUSTED_PROXIES", "10.0.0.0/8, 192.168.0.0/16")]).await;
    let first = left(&server, "198.51.100.1").await;
    for (number, hops) in (1..).zip(["198.51.100.2", "198.51.100.3, 10.0.0.1", "nonsense", "127.0.0.1", "::1"]) {
        assert!(left(&server, hops).await <= first - number + 1, "{hops} is another address");
    }
    assert!(first - left(&server, "198.51.100.9").await >= 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_says_who_calls() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8")]).await;
    let full = left(&server, "198.51.100.1").await;
    assert_eq!(left(&server, "198.51.100.1").await, full - 1);
    assert_eq!(left(&server, "198.51.100.2").await, full, "another caller has a quota of their own");
    // What stands before the last hop that is not ours is hearsay.
    assert_eq!(left(&server, "203.0.113.77, 198.51.100.2").await, full - 1);
    assert_eq!(left(&server, "203.0.113.78, 198.51.100.2, 10.1.2.3").await, full - 2);
    // Neighbours in IPv6 share one customer's quota.
    assert_eq!(left(&server, "2001:db8:1:2::1").await, full);
    assert_eq!(left(&server, "2001:db8:1:2:ffff::9").await, full - 1);
    assert_eq!(left(&server, "2001:db8:1:3::1").await, full);
}
