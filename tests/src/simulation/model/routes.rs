//! The calls that the SDK makes here, and the door to the stream.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use causerie_sdk::types;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use uuid::Uuid;

use super::connection;
use super::frames::{problem, to_value};
use super::node::Node;
use super::store::{Caller, Judged, cursor};
use crate::simulation::cast::{DEVICES, ROOMS, room};
use crate::simulation::held;

type Answer = Response<Full<Bytes>>;
/// A problem by its status and code.
struct Refusal(u16, &'static str);
type Outcome<T = Answer> = Result<T, Refusal>;

/// Answers a request.
pub async fn answer(node: &Arc<Node>, request: Request<Incoming>) -> Answer {
    let what = format!("{} {}", request.method(), request.uri());
    let answer = route(node, request).await.unwrap_or_else(refuse);
    node.site.trace.tell("server", format_args!("{what} gets {}", answer.status().as_u16()));
    answer
}

async fn route(node: &Arc<Node>, request: Request<Incoming>) -> Outcome {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query: BTreeMap<String, String> =
        request.uri().query().into_iter().flat_map(|query| query.split('&')).filter_map(|pair| pair.split_once('=')).map(owned).collect();
    let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').collect();
    match (method, parts.as_slice()) {
        (Method::POST, ["auth", "login"]) => sign_in(node, request).await,
        (Method::POST, ["auth", "refresh"]) => refresh(node, request).await,
        (Method::GET, ["events"]) => open(node, request, query),
        (Method::GET, ["sync"]) => sync(node, &caller(node, &request)?, &query),
        (Method::GET, ["rooms", id, "messages"]) => history(node, &caller(node, &request)?, number(id)?, &query),
        (Method::POST, ["rooms", id, "messages"]) => {
            let (caller, room_id) = (caller(node, &request)?, room(number(id)?));
            let types::SendMessageRequest { content, client_id } = read(request).await?;
            let sent = node.send(&caller, types::MessageSendData { client_id, content, room_id }).await;
            sent.map(|message| json(StatusCode::CREATED, &message)).ok_or(Refusal(404, "not_found"))
        }
        _ => Err(Refusal(404, "not_found")),
    }
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn json(status: StatusCode, body: &impl Serialize) -> Answer {
    let mut answer = Response::new(Full::new(to_value(body).to_string().into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn refuse(Refusal(status, code): Refusal) -> Answer {
    let mut answer = json(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &problem(status.into(), code));
    if status == 503 {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

fn number(id: &str) -> Outcome<usize> {
    (0..ROOMS.len()).find(|number| room(*number).to_string() == id).ok_or(Refusal(404, "not_found"))
}

async fn read<T: DeserializeOwned>(request: Request<Incoming>) -> Outcome<T> {
    let body = request.into_body().collect().await.map_err(|_| Refusal(400, "bad_request"))?.to_bytes();
    serde_json::from_slice(&body).map_err(|_| Refusal(422, "validation_failed"))
}

fn caller(node: &Node, request: &Request<Incoming>) -> Outcome<Caller> {
    let token = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    token.and_then(|token| held(&node.site.store).authenticate(token)).ok_or(Refusal(401, "unauthorized"))
}

async fn sign_in(node: &Arc<Node>, request: Request<Incoming>) -> Outcome {
    let who: types::LoginRequest = read(request).await?;
    let device = DEVICES.iter().position(|(name, _)| Some(*name) == who.device_name.as_deref());
    let device = device.ok_or(Refusal(401, "invalid_credentials"))?;
    Ok(json(StatusCode::OK, &held(&node.site.store).sign_in(device)))
}

async fn refresh(node: &Arc<Node>, request: Request<Incoming>) -> Outcome {
    let asked: types::RefreshRequest = read(request).await?;
    let token = asked.refresh_token.ok_or(Refusal(401, "unauthorized"))?;
    let renewed = held(&node.site.store).refresh(token.expose()).ok_or(Refusal(401, "unauthorized"))?;
    node.site.count(|counts| counts.refreshes += 1);
    Ok(json(StatusCode::OK, &renewed))
}

/// A stretch of the log as a page.
fn sync(node: &Arc<Node>, caller: &Caller, query: &BTreeMap<String, String>) -> Outcome {
    let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    let store = held(&node.site.store);
    let head = store.head();
    node.site.count(|counts| counts.repairs += 1);
    let page = match store.judge(query.get("cursor").map_or("", String::as_str)) {
        Judged::Resync(reason) => {
            let resync = Some(types::SyncResync { reason });
            types::SyncPage { has_more: false, items: Vec::new(), next_cursor: cursor(head), resync }
        }
        Judged::After(position) => {
            let mut entries = store.page(caller.person, position, head, limit + 1);
            let has_more = entries.len() > limit;
            entries.truncate(limit);
            let end = entries.last().filter(|_| has_more).map_or(head.max(position), |entry| entry.position);
            let items = entries.into_iter().map(|entry| entry.event).collect();
            types::SyncPage { has_more, items, next_cursor: cursor(end), resync: None }
        }
    };
    Ok(json(StatusCode::OK, &page))
}

/// A page of a room's history, the newest first.
fn history(node: &Arc<Node>, caller: &Caller, number: usize, query: &BTreeMap<String, String>) -> Outcome {
    if !ROOMS[number].contains(&caller.person) {
        return Err(Refusal(404, "not_found"));
    }
    let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    let before: Option<Uuid> = query.get("before").and_then(|id| id.parse().ok());
    let all = held(&node.site.store).history(caller.person, number);
    let end = before.and_then(|id| all.iter().position(|message| message.id == id)).unwrap_or(all.len());
    let begin = end.saturating_sub(limit);
    let items = all[begin..end].iter().rev().cloned().collect();
    let page = types::MessageHistory { has_more_after: end < all.len(), has_more_before: begin > 0, items };
    Ok(json(StatusCode::OK, &page))
}

/// Lets the connection change hands.
fn open(node: &Arc<Node>, mut request: Request<Incoming>, mut query: BTreeMap<String, String>) -> Outcome {
    let caller = caller(node, &request)?;
    if held(&node.site.controls).is_draining {
        return Err(Refusal(503, "unavailable"));
    }
    let key = request.headers().get(SEC_WEBSOCKET_KEY).ok_or(Refusal(400, "bad_request"))?;
    let accept = derive_accept_key(key.as_bytes());
    let (node, cursor, upgrade) = (node.clone(), query.remove("cursor"), hyper::upgrade::on(&mut request));
    tokio::spawn(async move {
        // Who is gone before the upgrade has no stream.
        let Ok(upgraded) = upgrade.await else { return };
        let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
        connection::serve(&node, caller, cursor, socket).await;
    });
    let answer = Response::builder().status(StatusCode::SWITCHING_PROTOCOLS).header(CONNECTION, "upgrade").header(UPGRADE, "websocket");
    let answer = answer.header(SEC_WEBSOCKET_ACCEPT, accept).body(Full::default());
    Ok(answer.expect("these are headers"))
}
