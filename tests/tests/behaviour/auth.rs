//! Accounts: registering, signing in and out, passwords, tickets, and what a token is worth.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Answer, Person, Server, Socket};

// Named paths, so that they are found both by a target of this file alone and by one that gathers several.
mod bad_tokens;
mod delays;
mod forgetting;
mod password;
mod refreshing;
mod registering;
mod sessions;
mod signing_in;
mod tickets;
mod tokens;

/// The contract's promise: a revocation takes effect on open sockets within this time.
const SOON: Duration = Duration::from_secs(1);

/// Tries a name with a password.
async fn try_password(server: &Server, username: &str, password: &str) -> Answer {
    server.client().post("/auth/login", json!({ "username": username, "password": password })).await
}

/// Asks for new tokens.
async fn refresh(server: &Server, refresh_token: &str) -> Answer {
    server.client().post("/auth/refresh", json!({ "refresh_token": refresh_token })).await
}

/// Holds that a socket is closed with 4401, and soon.
async fn is_closed_soon(socket: &mut Socket) {
    let began = Instant::now();
    assert_eq!(socket.closed().await, 4401);
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
}

/// Holds that neither token of a device is worth anything any more.
async fn is_signed_out(server: &Server, device: &Person) {
    device.get("/users/me").await.problem(401, "unauthorized");
    refresh(server, &device.refresh_token).await.problem(401, "invalid_refresh_token");
}

/// Holds that a device is signed in.
async fn is_signed_in(device: &Person) {
    assert_eq!(device.get("/users/me").await.expect(200)["id"], device.id.as_str());
}
