//! Calls and the event stream go over a transport of one's own.

use std::sync::{Arc, Mutex};

use anyhow::Result;
use causerie_sdk::{Client, ClientCode, Transport, TransportFuture, types};
use reqwest::Request;
use serde_json::{Value, json};

const ID: &str = "01936f5a-2c11-7f08-85aa-7d4c1b9e2f66";
const TIME: &str = "2026-11-24T09:30:00.000Z";

/// Answers from memory, and knows what it was asked.
#[derive(Default)]
struct Memory(Mutex<Vec<String>>);

impl Transport for Memory {
    fn exchange(&self, request: Request) -> TransportFuture<'_> {
        let (path, method) = (request.url().path().to_owned(), request.method());
        self.0.lock().expect("no test panics with it").push(format!("{method} {path}"));
        Box::pin(async move {
            let (status, body) = match path.as_str() {
                "/api/v1/auth/login" => (200, signed_in()),
                "/api/v1/users/me" => return Err("the line is cut".into()),
                _ => (401, problem()),
            };
            let answer = http::Response::builder().status(status).header("content-type", "application/json");
            Ok(answer.body(body.to_string())?.into())
        })
    }
}

fn signed_in() -> Value {
    let user = json!({ "id": ID, "username": "ada", "display_name": "Ada", "is_online": true, "is_bot": false, "created_at": TIME });
    json!({ "user": user, "token_type": "Bearer", "expires_in": 900, "session_id": ID, "access_token": "a", "refresh_token": "r" })
}

fn problem() -> Value {
    json!({ "type": "/problems/unauthorized", "title": "A title", "status": 401, "detail": "A detail.", "code": "unauthorized", "instance": "1" })
}

#[tokio::test]
async fn every_request_goes_over_the_transport_that_is_given() -> Result<()> {
    let memory = Arc::new(Memory::default());
    let who = types::LoginRequest::builder().username("ada").password("a lovely engine").try_into()?;
    let builder = Client::builder("http://nowhere.invalid").transport(memory.clone()).retries(0);
    let chat = builder.login(who).await?;
    let failed = chat.api().get_me().send().await.map_err(causerie_sdk::Error::from).expect_err("the line is cut");
    assert_eq!(failed.code, ClientCode::NetworkError);
    assert_eq!(std::error::Error::source(&failed).map(ToString::to_string).as_deref(), Some("the line is cut"));
    let refused = chat.events().await.expect_err("nobody is let in");
    assert_eq!(refused.status, 401);
    let asked = memory.0.lock().expect("no test panics with it").clone();
    assert_eq!(asked, ["POST /api/v1/auth/login", "GET /api/v1/users/me", "GET /api/v1/events", "POST /api/v1/auth/refresh"]);
    Ok(())
}
