//! What clients send: one frame becomes one call of a service, and one answer.

use std::sync::Arc;

use poem_openapi::types::{ParseFromJSON, ToJSON};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::api::body;
use crate::api::events::{
    AckCursorData, HistoryLoadData, MessageSendData, PresenceSetData, ReadMessageData, SettableStatus, TypingTargetData,
};
use crate::api::limits::Limits;
use crate::api::problem::ProblemDocument;
use crate::api::schema;
use crate::domain::cursor::Cursor;
use crate::domain::problems;
use crate::domain::users::PresenceStatus;
use crate::services::history::{self, Range};
use crate::services::hub::mailbox::Letter;
use crate::services::messages::{self, NewMessage};
use crate::services::{App, Caller, Error, Result, presence, read_state, receipts, typing};

/// How many messages a page of history has when nobody says.
const HISTORY: i64 = 50;

/// Does what a frame asks and gives the answer, if it has one.
pub(super) async fn answer(app: &Arc<App>, caller: &Caller, limits: &Limits, text: &str) -> Option<Letter> {
    let mut reference = None;
    let outcome = match open(text, &mut reference) {
        Ok((name, data)) => match limits.admit_frame(app, caller.user_id(), &name).await {
            Ok(()) if name == "ping" => return Some(Letter::Pong(reference)),
            Ok(()) => act(app, caller, &name, data).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    let (name, data) = match outcome {
        // A bare acknowledgement without a reference would tell the client nothing.
        Ok(None) if reference.is_none() => return None,
        Ok(None) => ("ack", json!({})),
        Ok(Some(answer)) => answer,
        Err(error) => ("error", problem(app, &error)),
    };
    Some(Letter::Fleeting(frame(app, name, reference.as_deref(), data)))
}

/// The answer to a binary frame.
pub(super) fn refuse_binary(app: &App) -> Option<Letter> {
    let error = Error::new(&problems::BAD_REQUEST).detail("Frames are JSON in text messages, not binary ones.");
    Some(Letter::Fleeting(frame(app, "error", None, problem(app, &error))))
}

/// A frame that the log does not keep; with the `ref` of the one that it answers.
pub(super) fn frame(app: &App, name: &str, reference: Option<&str>, data: Value) -> Utf8Bytes {
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

/// Reads a frame and holds it against the specification, as bodies are; gives its type and its data.
/// The reference is kept as soon as it is known, for the error too.
fn open(text: &str, reference: &mut Option<String>) -> Result<(String, Value)> {
    let mut frame = body::parse(text.as_bytes())?;
    *reference = frame["ref"].as_str().filter(|text| (1..=64).contains(&text.chars().count())).map(str::to_owned);
    let name = frame["type"].as_str().unwrap_or_default().to_owned();
    let unknown = || vec![("/type".to_owned(), "is not a type of frame that clients send".to_owned())];
    body::judge(&frame, schema::spec().frame_faults(&name, &frame).unwrap_or_else(unknown))?;
    Ok((name, frame.get_mut("data").map(Value::take).unwrap_or_default()))
}

/// Reads the data of a frame. The reader's message may hold the value, so it stays here.
fn read<T: ParseFromJSON>(data: Value) -> Result<T> {
    T::parse_from_json(Some(data)).map_err(|_| Error::new(&problems::VALIDATION_FAILED).fault("/data", "does not fit the schema"))
}

type Answer = Option<(&'static str, Value)>;

async fn act(app: &Arc<App>, caller: &Caller, name: &str, data: Value) -> Result<Answer> {
    let me = caller.user_id();
    match name {
        "message.send" => return send(app, caller, read(data)?).await.map(Some),
        "history.load" => return history(app, caller, read(data)?).await.map(Some),
        "message.read" => {
            read_state::read(app, caller, read::<ReadMessageData>(data)?.message_id).await?;
        }
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
            receipts::acknowledge(app, caller, known.position).await?;
            return Ok(Some(("ack", json!({ "cursor": known.to_string() }))));
        }
        _ => return Err(Error::new(&problems::INTERNAL).cause(format!("the specification knows {name}, and nobody does it"))),
    }
    Ok(None)
}

async fn send(app: &Arc<App>, caller: &Caller, data: MessageSendData) -> Result<(&'static str, Value)> {
    let MessageSendData { room_id, content, client_id } = data;
    let sent = messages::send(app, caller, room_id, NewMessage { content, client_id }).await?;
    Ok(("ack", json!({ "message": sent.value.to_json() })))
}

async fn history(app: &App, caller: &Caller, data: HistoryLoadData) -> Result<(&'static str, Value)> {
    let page = history::list(app, caller, data.room_id, Range::Before(data.before), data.limit.unwrap_or(HISTORY)).await?;
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

    fn faults(frame: &str) -> Vec<String> {
        let error = open(frame, &mut None).expect_err("it is refused");
        error.faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn an_envelope_is_closed_and_keeps_its_reference() {
        let mut reference = None;
        assert!(open(r#"{"ref":"a","type":"ping","more":1}"#, &mut reference).is_err());
        assert_eq!(reference.as_deref(), Some("a"));
        assert_eq!(open(r#"{"type":"ping"}"#, &mut None).expect("it is one").0, "ping");
        assert_eq!(open(r#"{"type":"ping","data":{}}"#, &mut None).expect("it is one").0, "ping");
    }

    #[test]
    fn all_faults_of_a_frame_come_at_once() {
        assert_eq!(faults(r#"{"type":"nothing"}"#), ["/type"]);
        assert_eq!(faults("7"), ["/type"]);
        let frame = r#"{"type":"message.send","data":{"room_id":"x","content":"\u0000","more":1}}"#;
        let found = faults(frame);
        for pointer in ["/data/content", "/data/room_id", "/data/more"] {
            assert!(found.iter().any(|at| at == pointer), "{found:?}");
        }
    }

    #[test]
    fn any_text_is_a_frame_of_the_specification_or_a_problem() {
        crate::fuzz::run("frames", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let mut reference = None;
            match open(&text, &mut reference) {
                Ok((name, _)) => assert!(schema::spec().frame_faults(&name, &serde_json::from_str(&text).expect("JSON")).is_some()),
                Err(error) => assert!((400..500).contains(&error.problem.status), "{error}"),
            }
            assert!(reference.is_none_or(|word| (1..=64).contains(&word.chars().count())));
        });
    }
}
