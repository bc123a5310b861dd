//! What the server says on the stream.

use causerie_sdk::enums::ResyncReason;
use causerie_sdk::{Durable, Event, Fleeting, types};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::store::Caller;
use crate::simulation::cast::{id, user};
use crate::simulation::clock;

/// When clients of a server that ends come back.
const RECONNECT_AFTER_MS: i64 = 700;

/// A record as JSON.
pub fn to_value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).expect("what the specification has is JSON")
}

/// A frame as it goes over the wire.
pub fn text(event: &Event) -> String {
    serde_json::to_string(event).expect("what the specification has is JSON")
}

fn fleeting<D>(reference: Option<String>, data: D) -> Box<Fleeting<D>> {
    Box::new(Fleeting { reference, occurred_at: Some(clock()), data })
}

pub fn created(cursor: String, event_id: Uuid, seq: i64, message: types::Message) -> Event {
    let (room_id, occurred_at) = (Some(message.room_id), message.created_at);
    let data = types::MessageData { message };
    Event::MessageCreated(Box::new(Durable { cursor, event_id, room_id, seq: Some(seq), occurred_at, data }))
}

pub fn hello(caller: &Caller, heartbeat_interval_ms: i64, cursor: String) -> Event {
    let (session_id, user_id) = (id(3, caller.session as u64), user(caller.person));
    let (online_user_ids, server_time) = (Vec::new(), clock());
    Event::Hello(fleeting(None, types::HelloData { cursor, heartbeat_interval_ms, online_user_ids, server_time, session_id, user_id }))
}

pub fn caught_up(cursor: String) -> Event {
    Event::CaughtUp(fleeting(None, types::CaughtUpData { cursor }))
}

pub fn resync(cursor: String, reason: ResyncReason) -> Event {
    Event::Resync(fleeting(None, types::ResyncData { cursor, reason }))
}

pub fn pong(reference: Option<String>, cursor: String) -> Event {
    Event::Pong(fleeting(reference, types::PongData { cursor, server_time: clock() }))
}

pub fn stored(reference: Option<String>, message: types::Message) -> Event {
    Event::Ack(fleeting(reference, types::AckData { cursor: None, message: Some(message) }))
}

pub fn handled(reference: Option<String>, cursor: &str) -> Event {
    Event::Ack(fleeting(reference, types::AckData { cursor: Some(cursor.to_owned()), message: None }))
}

pub fn refused(reference: Option<String>, status: i32, code: &str) -> Event {
    Event::Error(fleeting(reference, types::ErrorData { problem: problem(status, code) }))
}

pub fn closing() -> Event {
    Event::Closing(fleeting(None, types::ClosingData { reconnect_after_ms: RECONNECT_AFTER_MS }))
}

/// A problem as both answers and frames have it.
pub fn problem(status: i32, code: &str) -> types::Problem {
    types::Problem {
        code: code.to_owned(),
        detail: "It is so.".to_owned(),
        errors: Vec::new(),
        instance: "simulated".to_owned(),
        status,
        title: code.replace('_', " "),
        type_: format!("/problems/{code}"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::contract;
    use crate::simulation::model::Store;

    #[test]
    fn every_frame_is_one_of_the_specification() {
        let caller = Caller { person: 0, device: 0, session: 0, until: Duration::ZERO };
        let message = Store::new(Duration::ZERO).draft(0, 0, "Hello".to_owned(), "a-1");
        let (cursor, reference) = (|| "p1".to_owned(), || Some("r1".to_owned()));
        let frames = [
            created(cursor(), id(5, 1), 1, message.clone()),
            hello(&caller, 30_000, cursor()),
            caught_up(cursor()),
            resync(cursor(), ResyncReason::Retention),
            pong(None, cursor()),
            pong(reference(), cursor()),
            stored(reference(), message),
            handled(None, "p1"),
            refused(reference(), 404, "not_found"),
            closing(),
        ];
        frames.iter().for_each(|frame| contract().check_frame(&to_value(frame)));
    }
}
