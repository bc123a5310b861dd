//! Random mutations of valid bodies.

use tests::generate::{Fuzz, House, LastCase, newcomer};
use tests::{Person, Server, on_both_engines};

use super::with_bodies;

on_both_engines![random_bodies_never_upset_the_server];

/// How many requests are sent.
const CASES: usize = 2_000;

async fn random_bodies_never_upset_the_server(server: &Server) {
    let house = House::build(server).await;
    let mut fuzz = Fuzz::new("random bodies");
    let bodies = with_bodies(&house);
    let mut caller = member(server, &house).await;
    let (mut refused, mut done) = (0, 0);
    for _ in 0..CASES {
        let (operation, _, valid, path) = fuzz.pick(&bodies);
        let body = fuzz.mutate(valid);
        let _case = LastCase(format!("{} {}", operation.id, body.escape_ascii()));
        // The client holds that every error is a problem that is documented there.
        let send = |request: reqwest::RequestBuilder| request.header("content-type", "application/json").body(body.clone());
        let answer = caller.send(&operation.method, path, send).await;
        assert!(answer.status < 500, "{answer:?}");
        if answer.status >= 400 {
            refused += 1;
        } else {
            done += 1;
        }
        let ends_sessions = ["revoke", "changePassword"].contains(&operation.id.as_str());
        if answer.status < 300 && ends_sessions {
            caller = member(server, &house).await;
        }
    }
    assert!(refused > CASES / 2, "{refused} of {CASES} were refused, {done} were not");
    server.client().get("//health/ready").await.expect(200);
    house.ada.say(&house.room_id, "Still here?").await;
    assert!(!server.log().contains("panicked"), "something panicked");
}

/// Somebody who may do all that the owner may do with what is there, and whose sessions nobody else needs.
async fn member(server: &Server, house: &House) -> Person {
    let guest = newcomer(server).await;
    let body = serde_json::json!({ "user_id": guest.id, "role": "admin" });
    house.ada.post(&format!("/rooms/{}/members", house.room_id), body).await.expect(201);
    guest
}
