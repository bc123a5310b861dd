//! What the inbox lets through.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Inbox;
use crate::frames::Event;
use crate::types::SyncPage;

/// The event of this number, at a place of a room.
fn event(number: u128, seq: i64, room: u128) -> Value {
    let (id, room) = (Uuid::from_u128(number), Uuid::from_u128(room));
    json!({ "type": "room.archived", "cursor": format!("c{number}"), "event_id": id, "room_id": room, "seq": seq,
        "occurred_at": "2026-11-24T09:30:00.000Z", "data": { "room_id": room } })
}

fn page(items: &[Value], next_cursor: &str, has_more: bool) -> SyncPage {
    let items = items.iter().cloned().map(Event::from_frame).collect();
    SyncPage { has_more, items, next_cursor: next_cursor.to_owned(), resync: None }
}

/// An inbox that is live at `c0`.
fn inbox() -> Inbox {
    let mut inbox = Inbox::default();
    inbox.receive(Event::from_frame(json!({ "type": "caught_up", "data": { "cursor": "c0" } })));
    inbox.take();
    inbox
}

fn receive(inbox: &mut Inbox, frames: &[Value]) {
    for frame in frames {
        inbox.receive(Event::from_frame(frame.clone()));
    }
}

/// The numbers of the events that were let through.
fn taken(inbox: &mut Inbox) -> Vec<u128> {
    inbox.take().iter().filter_map(|item| item.event.meta().event_id).map(|id| id.as_u128()).collect()
}

#[test]
fn an_event_comes_once() {
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), event(2, 2, 9), event(1, 1, 9), event(2, 2, 9), event(3, 3, 9)]);
    assert_eq!(taken(&mut inbox), [1, 2, 3]);
    assert_eq!(inbox.cursor.as_deref(), Some("c3"));
}

#[test]
fn the_cursor_of_hello_is_not_taken_for_what_was_missed() {
    let mut inbox = Inbox::new(Some("c1".to_owned()));
    let hello = json!({ "user_id": Uuid::nil(), "session_id": Uuid::nil(), "heartbeat_interval_ms": 1, "online_user_ids": [],
        "server_time": "2026-11-24T09:30:00.000Z", "cursor": "far ahead" });
    receive(&mut inbox, &[json!({ "type": "hello", "data": hello })]);
    assert_eq!(inbox.cursor.as_deref(), Some("c1"));
    receive(&mut inbox, &[json!({ "type": "caught_up", "data": { "cursor": "c9" } })]);
    assert_eq!(inbox.cursor.as_deref(), Some("c9"));
}

#[test]
fn a_gap_is_repaired_before_it_goes_on_and_so_is_one_behind_it() {
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), event(11, 1, 8), event(3, 3, 9), event(13, 3, 8), event(14, 4, 8)]);
    assert_eq!(taken(&mut inbox), [1, 11]);
    assert_eq!((inbox.gap().as_deref(), inbox.waiting()), (Some("c11"), 3));
    inbox.repair(page(&[event(2, 2, 9)], "x", false));
    assert_eq!(taken(&mut inbox), [2, 3]);
    assert_eq!(inbox.gap().as_deref(), Some("c3"));
    inbox.repair(page(&[event(12, 2, 8)], "y", true));
    assert_eq!(inbox.gap().as_deref(), Some("y"));
    inbox.repair(page(&[event(13, 3, 8)], "z", true));
    assert_eq!(taken(&mut inbox), [12, 13, 14]);
    assert!(inbox.gap().is_none());
}

#[test]
fn a_room_with_events_for_others_is_asked_about_once() {
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), event(5, 5, 9)]);
    inbox.repair(page(&[event(5, 5, 9)], "c5", false));
    receive(&mut inbox, &[event(9, 9, 9), event(13, 13, 9)]);
    assert_eq!(taken(&mut inbox), [1, 5, 9, 13]);
}

#[test]
fn a_gap_that_cannot_be_repaired_leaves_the_cursor_before_it() {
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), event(3, 3, 9)]);
    inbox.reset();
    assert_eq!(inbox.cursor.as_deref(), Some("c1"));
    receive(&mut inbox, &[event(2, 2, 9), event(3, 3, 9)]);
    assert_eq!(taken(&mut inbox), [1, 2, 3]);
}

#[test]
fn a_resync_is_told_also_one_over_http_and_what_lay_before_it_is_no_gap() -> serde_json::Result<()> {
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), json!({ "type": "resync", "data": { "reason": "retention", "cursor": "c50" } })]);
    assert_eq!(inbox.cursor.as_deref(), Some("c50"));
    receive(&mut inbox, &[event(60, 60, 9), event(65, 65, 9)]);
    assert_eq!(inbox.gap().as_deref(), Some("c60"));
    let page = json!({ "items": [], "next_cursor": "c70", "has_more": false, "resync": { "reason": "epoch" } });
    // What this connection still says is of before: it would move the cursor back, and events would come again.
    assert!(!inbox.repair(serde_json::from_value(page)?), "another connection begins there");
    inbox.reset();
    assert_eq!(inbox.cursor.as_deref(), Some("c70"));
    let reasons = inbox.take().into_iter().filter_map(|item| match item.event {
        Event::Resync(frame) => Some(frame.reason.to_string()),
        _ => None,
    });
    assert_eq!(reasons.collect::<Vec<_>>(), ["retention", "epoch"]);
    Ok(())
}

#[test]
fn what_a_repair_has_brought_already_moves_the_cursor_back_no_more() {
    let mut inbox = inbox();
    let typing = json!({ "type": "painted", "data": {} });
    receive(&mut inbox, &[event(1, 1, 9), event(3, 3, 9), typing, event(4, 4, 9), event(6, 6, 9)]);
    inbox.repair(page(&[event(2, 2, 9), event(3, 3, 9), event(4, 4, 9), event(5, 5, 9)], "c5", false));
    let cursors: Vec<Option<String>> = inbox.take().into_iter().map(|item| item.cursor).collect();
    let expected = ["c1", "c2", "c3", "c4", "c5", "c5", "c6"].map(|cursor| Some(cursor.to_owned()));
    assert_eq!(cursors, expected);
}

#[test]
fn what_the_stream_says_before_the_end_of_a_repair_moves_the_cursor_back_no_more() {
    let mark = |kind: &str, cursor: &str| json!({ "type": kind, "data": { "cursor": cursor, "server_time": "2026-11-24T09:30:00.000Z" } });
    let mut inbox = inbox();
    receive(&mut inbox, &[event(1, 1, 9), event(3, 3, 9), mark("caught_up", "c3")]);
    inbox.repair(page(&[event(3, 3, 9), event(4, 4, 9), event(5, 5, 9)], "c5", false));
    // The stream brings what the page was faster with.
    receive(&mut inbox, &[event(4, 4, 9), mark("pong", "c4"), event(5, 5, 9), mark("pong", "c6"), event(7, 6, 9)]);
    let cursors: Vec<Option<String>> = inbox.take().into_iter().map(|item| item.cursor).collect();
    let expected = ["c1", "c3", "c4", "c5", "c5", "c5", "c6", "c7"].map(|cursor| Some(cursor.to_owned()));
    assert_eq!(cursors, expected);
}
