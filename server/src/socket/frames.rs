//! What clients send: one frame becomes one call of a service, and one answer.

use std::sync::Arc;

use poem_openapi::types::{ParseFromJSON, ToJSON};
use serde_json::{Map, Value, json};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::api::body;
use crate::api::events::{AckCursorData, HistoryLoadData, MessageSendData, PresenceSetData, SettableStatus, TypingTargetData};
use crate::api::problem::ProblemDocument;
use crate::domain::cursor::Cursor;
use crate::domain::problems;
use crate::domain::users::PresenceStatus;
use crate::services::messages::{self, NewMessage, Range};
use crate::services::{App, Caller, Error, Result, presence, typing};

/// How many messages a page of history has when nobody says.
const HISTORY: i64 = 50;

/// Does what a frame asks and gives the answer, if it has one.
pub(super) async fn answer(app: &Arc<App>, caller: &Caller, text: &str) -> Option<Utf8Bytes> {
    let mut reference = None;
    let outcome = match open(text, &mut reference) {
        Ok((name, data)) => act(app, caller, &name, data).await,
        Err(error) => Err(error),
    };
    let (name, data) = match outcome {
        // An acknowledgement without a reference would tell the client nothing.
        Ok(None | Some(("ack", _))) if reference.is_none() => return None,
        Ok(None) => ("ack", json!({})),
        Ok(Some(answer)) => answer,
        Err(error) => ("error", problem(app, &error)),
    };
    Some(frame(app, name, reference.as_deref(), data))
}

/// The answer to a binary frame.
pub(super) fn refuse_binary(app: &App) -> Option<Utf8Bytes> {
    let error = Error::new(&problems::BAD_REQUEST).detail("Frames are JSON in text messages, not binary ones.");
    Some(frame(app, "error", None, problem(app, &error)))
}

fn frame(app: &App, name: &str, reference: Option<&str>, data: Value) -> Utf8Bytes {
    let mut frame = json!({ "type": name, "occurred_at": app.now().to_json(), "data": data });
    if let Some(reference) = reference {
        frame["ref"] = reference.into();
    }
    frame.to_string().into()
}

fn problem(app: &App, error: &Error) -> Value {
    let instance = app.uuid().to_string();
    if error.problem.status >= 500 {
        tracing::error!(event = "socket.frame_failed", request_id = instance, error = %error, cause = ?error.cause);
    }
    json!({ "problem": ProblemDocument::new(error, &instance).to_json() })
}

fn invalid(pointer: &str, detail: &str) -> Error {
    Error::new(&problems::VALIDATION_FAILED).fault(pointer, detail)
}

/// Reads the envelope: the type and the data. The reference is kept as soon as it is known, for the error too.
fn open(text: &str, reference: &mut Option<String>) -> Result<(String, Option<Value>)> {
    let Value::Object(mut fields) = body::parse(text.as_bytes())? else {
        return Err(invalid("", "must be an object"));
    };
    match fields.remove("ref") {
        None => {}
        Some(Value::String(text)) if (1..=64).contains(&text.chars().count()) => *reference = Some(text),
        Some(_) => return Err(invalid("/ref", "must be a string of 1 to 64 characters")),
    }
    let name = match fields.remove("type") {
        Some(Value::String(name)) => name,
        Some(_) => return Err(invalid("/type", "must be a string")),
        None => return Err(invalid("/type", "is missing")),
    };
    let data = fields.remove("data");
    if !fields.is_empty() {
        return Err(invalid("", "has a field that is not known"));
    }
    Ok((name, data))
}

/// Reads the data of a frame. The reader's message may hold the value, so it stays here.
fn read<T: ParseFromJSON>(data: Option<Value>) -> Result<T> {
    let data = data.ok_or_else(|| invalid("/data", "is missing"))?;
    let Value::Object(fields) = &data else { return Err(invalid("/data", "must be an object")) };
    judge(fields)?;
    T::parse_from_json(Some(data)).map_err(|_| invalid("/data", "does not fit the schema"))
}

/// Names the commonest faults by their place.
fn judge(fields: &Map<String, Value>) -> Result<()> {
    for (name, value) in fields {
        let Value::String(text) = value else { continue };
        let pointer = || format!("/data/{}", name.replace('~', "~0").replace('/', "~1"));
        if text.contains('\0') {
            // PostgreSQL cannot store it.
            return Err(invalid(&pointer(), "must not contain the character U+0000"));
        }
        let (most, is_fit) = match name.as_str() {
            "content" => (4000, true),
            "client_id" => (64, text.bytes().all(|byte| (0x21..=0x7e).contains(&byte))),
            _ => continue,
        };
        if !is_fit {
            return Err(invalid(&pointer(), "must consist of visible ASCII characters"));
        }
        if !(1..=most).contains(&text.chars().count()) {
            return Err(invalid(&pointer(), &format!("must have 1 to {most} characters")));
        }
    }
    Ok(())
}

type Answer = Option<(&'static str, Value)>;

async fn act(app: &Arc<App>, caller: &Caller, name: &str, data: Option<Value>) -> Result<Answer> {
    let me = caller.user_id();
    match name {
        "ping" if data.is_some() => return Err(invalid("/data", "is not known")),
        "ping" => {
            let cursor = Cursor { epoch: app.hub.epoch(), position: app.hub.position() };
            return Ok(Some(("pong", json!({ "server_time": app.now().to_json(), "cursor": cursor.to_string() }))));
        }
        "message.send" => return send(app, caller, read(data)?).await.map(Some),
        "history.load" => return history(app, caller, read(data)?).await.map(Some),
        "typing.start" => typing::start(app, read::<TypingTargetData>(data)?.room_id, me).await?,
        "typing.stop" => typing::stop(app, read::<TypingTargetData>(data)?.room_id, me).await?,
        "presence.set" => {
            let status = match read::<PresenceSetData>(data)?.status {
                SettableStatus::Online => PresenceStatus::Online,
                SettableStatus::Away => PresenceStatus::Away,
                SettableStatus::Busy => PresenceStatus::Busy,
            };
            presence::set(app, me, status).await?;
        }
        "ack" => {
            let cursor = read::<AckCursorData>(data)?.cursor;
            let fault = || Error::new(&problems::INVALID_CURSOR).fault("/data/cursor", "is not a cursor of this stream");
            let known = Cursor::parse(&cursor).filter(|cursor| cursor.epoch == app.hub.epoch()).ok_or_else(fault)?;
            return Ok(Some(("ack", json!({ "cursor": known.to_string() }))));
        }
        _ => return Err(invalid("/type", "is not a type of frame that clients send")),
    }
    Ok(None)
}

async fn send(app: &Arc<App>, caller: &Caller, data: MessageSendData) -> Result<(&'static str, Value)> {
    let MessageSendData { room_id, content, client_id } = data;
    let sent = messages::send(app, caller, room_id, NewMessage { content, client_id }).await?;
    // Who has sent it types it no more. The message is durable, so this must not turn the answer into an error.
    if let Err(error) = typing::stop(app, room_id, caller.user_id()).await {
        tracing::debug!(event = "socket.typing_not_stopped", error = %error);
    }
    Ok(("ack", json!({ "message": sent.value.to_json() })))
}

async fn history(app: &App, caller: &Caller, data: HistoryLoadData) -> Result<(&'static str, Value)> {
    let page = messages::history(app, caller, data.room_id, Range::Before(data.before), data.limit.unwrap_or(HISTORY)).await?;
    let data = json!({
        "room_id": data.room_id,
        "items": page.items.to_json(),
        "has_more_before": page.has_more_before,
        "has_more_after": page.has_more_after,
    });
    Ok(("history.loaded", data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_is_closed_and_keeps_its_reference() {
        let mut reference = None;
        assert!(open(r#"{"ref":"a","type":"ping","more":1}"#, &mut reference).is_err());
        assert_eq!(reference.as_deref(), Some("a"));
        assert_eq!(open(r#"{"type":"ping"}"#, &mut None).expect("it is one").0, "ping");
    }

    #[test]
    fn data_is_held_against_the_schema() {
        let room_id = "01890000-0000-7000-8000-000000000000";
        let of = |content: &str| read::<MessageSendData>(Some(json!({ "room_id": room_id, "content": content })));
        assert!(of("hello").is_ok() && of("").is_err() && of(&"x".repeat(4001)).is_err() && of("\0").is_err());
        assert!(read::<MessageSendData>(Some(json!({ "room_id": room_id, "content": "x", "more": 1 }))).is_err());
    }
}
