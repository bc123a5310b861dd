//! The SDK does what the vectors say that SDKs of all languages share, and reaches every operation of the specification.

mod fake;

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result};
use causerie_sdk::enums::{ReadMark, RoomKind};
use causerie_sdk::prelude::*;
use causerie_sdk::rules::{self, CloseAction};
use causerie_sdk::types::{self, SendMessageRequest};
use causerie_sdk::{Api, ClientCode, ConnectionState, OPERATIONS, PROBLEMS, ProblemCode, SERVER_FRAMES, SPEC_SHA256};
use fake::{Fake, Reply};
use serde_json::{Value, json};
use uuid::Uuid;

fn text(path: &str) -> Result<String> {
    let place = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&place).with_context(|| format!("{} cannot be read", place.display()))
}

fn vectors(name: &str) -> Result<Value> {
    Ok(serde_json::from_str(&text(&format!("sdk/vectors/{name}.json"))?)?)
}

fn rows<'a>(vectors: &'a Value, key: &str) -> &'a [Value] {
    let rows = vectors[key].as_array().map_or(&[][..], Vec::as_slice);
    assert!(!rows.is_empty(), "{key} has rows");
    rows
}

fn number<T: TryFrom<u64>>(value: &Value) -> T {
    value.as_u64().and_then(|value| T::try_from(value).ok()).expect("the vectors have a number here")
}

#[test]
fn the_schedule_of_retries_is_that_of_the_vectors() -> Result<()> {
    let vectors = vectors("retry")?;
    assert_eq!(rules::RETRIES, number::<u32>(&vectors["retries"]));
    assert_eq!(rules::LONGEST_WAIT, Duration::from_secs(number(&vectors["longest_retry_after_s"])));
    for row in rows(&vectors, "decisions") {
        let retried = rules::is_retried(number(&row["status"]), row["repeatable"] == true);
        assert_eq!(json!(retried), row["retry"], "{row}");
    }
    let random = |row: &Value| row["random"].as_f64().expect("it is a number");
    for row in rows(&vectors, "delays") {
        let asked = row["retry_after_s"].as_u64().map(Duration::from_secs);
        let delay = rules::retry_delay(number(&row["failures"]), random(row), asked);
        assert_eq!(delay, Duration::from_millis(number(&row["delay_ms"])), "{row}");
    }
    for row in rows(&vectors, "reconnect_delays") {
        let delay = rules::reconnect_delay(number(&row["failures"]), random(row));
        assert_eq!(delay, Duration::from_millis(number(&row["delay_ms"])), "{row}");
    }
    let now = vectors["retry_after_now"].as_str().context("it has a time")?.parse()?;
    for row in rows(&vectors, "retry_after") {
        let read = rules::read_retry_after(row["header"].as_str().context("it is a text")?, now);
        assert_eq!(read, row["seconds"].as_u64().map(Duration::from_secs), "{row}");
    }
    Ok(())
}

#[test]
fn what_a_close_code_means_is_that_of_the_vectors() -> Result<()> {
    let vectors = vectors("close-codes")?;
    for row in rows(&vectors, "codes") {
        let expected = match row["action"].as_str() {
            Some("resume") => CloseAction::Resume,
            Some("reauth") => CloseAction::Reauth,
            Some("terminal") => CloseAction::Terminal(row["error"].as_str().context("it has a reason")?.into()),
            other => panic!("there is no action {other:?}"),
        };
        assert_eq!(rules::on_close(number(&row["code"])), expected, "{row}");
    }
    for code in rows(&vectors, "others") {
        assert_eq!(rules::on_close(number(code)), CloseAction::Resume, "{code}");
    }
    Ok(())
}

#[tokio::test]
async fn each_problem_of_the_server_is_given_as_it_is_after_its_retries() -> Result<()> {
    let (problems, retry) = (vectors("problem-codes")?, vectors("retry")?);
    let listed: Vec<(&str, u16)> =
        rows(&problems, "problems").iter().map(|row| (row["code"].as_str().unwrap_or_default(), number(&row["status"]))).collect();
    assert_eq!(PROBLEMS, listed);
    for (code, status) in listed {
        let fake = Fake::start().await?;
        let chat = fake.login().await?;
        let given = code.to_owned();
        fake.answer(move |_| Reply::problem(status, &given));
        let error = chat.rooms().create_group("a", []).await.expect_err("it is refused");
        assert_eq!((error.status, error.code.as_str()), (status, code));
        assert!(!matches!(error.code, causerie_sdk::Code::Server(ProblemCode::Unknown(_))), "{code} is known");
        assert_eq!((error.title.as_str(), error.detail.as_str(), error.request_id.as_deref()), ("A title", "A detail.", Some("req-1")));
        assert_eq!(error.errors[0].pointer, "/name");
        let is_retried =
            rows(&retry, "decisions").iter().any(|row| row["status"] == status && row["repeatable"] == true && row["retry"] == true);
        let refreshes = usize::from(code == "unauthorized");
        let calls = fake.calls();
        assert_eq!(calls.len(), if is_retried { 3 } else { 1 + refreshes }, "{code}");
        assert_eq!(fake.refreshes(), refreshes, "{code}");
        let keys: BTreeSet<_> = calls.iter().map(|asked| asked.header("idempotency-key")).collect();
        assert!(keys.len() == 1 && !keys.contains(&None), "{code} keeps its key");
    }
    Ok(())
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_with_the_same_key_and_body() -> Result<()> {
    let fake = Fake::start().await?;
    let chat = fake.login().await?;
    fake.answer(|number| if number < 3 { Reply::Broken } else { Reply::json(201, fake::message("Hello")) });
    chat.rooms().of(Uuid::nil()).send("Hello").await?;
    let calls = fake.calls();
    assert_eq!(calls.len(), 3);
    assert_eq!(calls.iter().map(|asked| asked.header("idempotency-key")).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(calls.iter().map(|asked| asked.body.clone()).collect::<BTreeSet<_>>().len(), 1);
    assert!(calls[0].header("user-agent").is_some_and(|agent| agent.starts_with("causerie-rust/")));
    Ok(())
}

#[tokio::test]
async fn retry_after_is_obeyed_and_over_a_minute_is_not_waited_for() -> Result<()> {
    let fake = Fake::start().await?;
    let chat = fake.login().await?;
    fake.answer(|number| match number {
        1 => Reply::problem(503, "unavailable").with("retry-after", "1"),
        2 => Reply::json(200, fake::user()),
        _ => Reply::problem(429, "rate_limited").with("retry-after", "61"),
    });
    let begun = std::time::Instant::now();
    assert_eq!(chat.users().me().await?.username, "ada");
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let error = chat.users().me().await.expect_err("it is too long");
    assert_eq!((error.status, error.retry_after), (429, Some(Duration::from_secs(61))));
    assert_eq!(fake.calls().len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_answer_that_is_no_problem_and_one_that_is_not_as_specified_are_told() -> Result<()> {
    let fake = Fake::start().await?;
    let chat = fake.login().await?;
    fake.answer(|number| if number <= 3 { Reply::text(502, "<h1>Bad gateway</h1>") } else { Reply::text(200, "{") });
    let error = chat.users().me().await.expect_err("it is refused");
    assert_eq!((error.status, error.code.as_str()), (502, "http_502"));
    let error = chat.users().me().await.expect_err("it is no JSON");
    assert_eq!((error.status, error.code == ClientCode::InvalidAnswer), (0, true));
    Ok(())
}

#[test]
fn frames_that_are_not_known_are_given_and_known_ones_survive_a_round_trip() -> Result<()> {
    let unknown = json!({ "type": "room.painted", "cursor": "c1", "data": { "colour": "red" } });
    let Event::Unknown(frame) = Event::from_frame(unknown.clone()) else { panic!("it is not known") };
    assert_eq!((frame.kind.as_str(), &frame.data["colour"], &frame.frame), ("room.painted", &json!("red"), &unknown));
    let strange = Event::from_frame(json!({ "type": "message.created", "data": 7 }));
    assert!(matches!(strange, Event::Unknown(_)));
    let known = json!({ "type": "resync", "data": { "reason": "moon", "cursor": "c" } });
    let event = Event::from_frame(known.clone());
    assert!(matches!(&event, Event::Resync(frame) if frame.reason.as_str() == "moon"));
    assert_eq!(serde_json::to_value(event)?, known);
    Ok(())
}

#[test]
fn nothing_secret_is_shown() -> Result<()> {
    let who: types::LoginRequest = types::LoginRequest::builder().username("ada").password("hush").try_into()?;
    let answer: types::SignedIn = serde_json::from_value(fake::signed_in(0))?;
    let shown = format!("{who:?} {answer:?}");
    assert!(!shown.contains("hush") && !shown.contains("access-0") && !shown.contains("refresh-0"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn each_close_code_is_obeyed() -> Result<()> {
    let vectors = vectors("close-codes")?;
    let others = rows(&vectors, "others").iter().filter(|code| **code != 1005 && **code != 1006);
    let others = others.map(|code| json!({ "code": code, "action": "resume" }));
    for row in rows(&vectors, "codes").iter().cloned().chain(others) {
        let fake = Fake::start().await?;
        let chat = fake.login().await?;
        let mut events = chat.events().await?;
        let handle = events.handle();
        handle.wait_for(ConnectionState::Online).await?;
        let mut states = handle.states();
        fake.close_sockets(number(&row["code"]));
        let is_over = row["action"] == "terminal";
        let first = states.recv().await?;
        if is_over {
            assert_eq!(first, ConnectionState::Closed, "{row}");
            let reason = loop {
                if let Err(error) = events.next().await.context("it says why")? {
                    break error;
                }
            };
            assert_eq!(json!(reason.code.as_str()), row["error"]);
            continue;
        }
        handle.wait_for(ConnectionState::Online).await?;
        let is_reauth = row["action"] == "reauth";
        assert_eq!(first, if is_reauth { ConnectionState::Connecting } else { ConnectionState::Backoff }, "{row}");
        assert_eq!(fake.refreshes(), usize::from(is_reauth), "{row}");
        assert_eq!(fake.cursors(), [None, Some("c0".to_owned())], "{row}");
    }
    Ok(())
}

#[test]
fn the_generated_sources_are_of_this_specification() -> Result<()> {
    use sha2::{Digest, Sha256};
    let openapi = text("openapi.yaml")?;
    assert_eq!(SPEC_SHA256, hex::encode(Sha256::digest(openapi.as_bytes())));
    let document: Value = serde_yaml::from_str(&openapi)?;
    let kinds = document["components"]["schemas"]["ServerFrame"]["discriminator"]["mapping"].as_object().context("there are frames")?;
    assert_eq!(SERVER_FRAMES.iter().copied().collect::<BTreeSet<_>>(), kinds.keys().map(String::as_str).collect());
    Ok(())
}

/// Calls operations, and gives their names.
macro_rules! reach {
    ($api:expr; $($call:ident($($argument:ident = $value:expr),*)),* $(,)?) => {{
        let api: &Api = $api;
        // What is answered does not matter here, only what was asked.
        $(api.$call()$(.$argument($value))*.send().await.map(drop).unwrap_or_default();)*
        [$(stringify!($call)),*]
    }};
}

#[tokio::test]
async fn every_operation_of_the_specification_is_reached_at_its_path() -> Result<()> {
    let fake = Fake::start().await?;
    let chat = fake.login().await?;
    fake.answer(|_| Reply::problem(404, "not_found"));
    let id = Uuid::from_u128(7);
    let body = SendMessageRequest { content: "a".to_owned(), client_id: None };
    let reached = reach!(chat.api();
        register(body = types::builder::RegisterRequest::default().username("a").password("b")),
        login(body = types::builder::LoginRequest::default().username("a").password("b")),
        refresh(body = types::RefreshRequest::default()), revoke(body = types::RevokeRequest::default()), revoke_all(),
        list_sessions(), delete_session(session_id = id), create_ticket(),
        change_password(body = types::builder::ChangePasswordRequest::default().current_password("a").new_password("b")),
        list_users(q = "a"), get_me(), update_me(body = types::UpdateMeRequest::default()), delete_me(), get_preferences(),
        update_preferences(body = types::UpdatePreferencesRequest::default()), list_blocks(), get_user(user_id = id),
        block_user(user_id = id), unblock_user(user_id = id),
        create_room(body = types::builder::CreateRoomRequest::default().kind(RoomKind::Group).member_ids(vec![id])),
        list_rooms(kind = RoomKind::Group), get_room(room_id = id), update_room(room_id = id, body = types::UpdateRoomRequest::default()),
        delete_room(room_id = id), list_members(room_id = id),
        add_member(room_id = id, body = types::builder::AddMemberRequest::default().user_id(id)),
        update_member(room_id = id, user_id = id, body = types::builder::UpdateMemberRequest::default().role("admin")),
        remove_member(room_id = id, user_id = id), leave_room(room_id = id),
        create_invite(room_id = id, body = types::CreateInviteRequest::default()), accept_invite(code = "abc"),
        send_message(room_id = id, body = body), list_messages(room_id = id), clear_room(room_id = id),
        get_message(room_id = id, message_id = id),
        edit_message(room_id = id, message_id = id, body = types::builder::EditMessageRequest::default().content("a")),
        delete_message(room_id = id, message_id = id), list_revisions(room_id = id, message_id = id), get_unread_count(),
        mark_rooms(body = types::builder::MarkRoomsRequest::default().rooms(Vec::new())),
        mark_room(room_id = id, body = types::builder::MarkRoomRequest::default().status(ReadMark::Read)),
        archive_room(room_id = id, body = types::builder::ArchiveRoomRequest::default().archived(true)), undo_room(room_id = id),
        forward_message(message_id = id, body = types::builder::ForwardMessageRequest::default().room_ids(vec![id])),
        read_message(message_id = id), list_receipts(message_id = id), audit_unread(), sync(), get_front_page(), get_liveness(),
        get_readiness(), get_metrics(), get_docs(), get_docs_file(file = "a"), get_specification_yaml(), get_specification_json(),
        get_problem_page(code = "abc"),
    );
    let expected: Vec<_> = OPERATIONS.iter().filter(|operation| !operation.is_socket).collect();
    assert_eq!(reached.into_iter().collect::<BTreeSet<_>>(), expected.iter().map(|operation| operation.call).collect());
    let asked = fake.everything();
    for operation in &expected {
        let path = operation.path.replace("{code}", "abc").replace("{file}", "a");
        let path = path.replace("{session_id}", &id.to_string()).replace("{user_id}", &id.to_string());
        let path = path.replace("{room_id}", &id.to_string()).replace("{message_id}", &id.to_string());
        let found = asked.iter().rfind(|asked| asked.method == operation.method && asked.path == path);
        let found = found.with_context(|| format!("{} is not asked at {path}", operation.id))?;
        assert_eq!(found.header("idempotency-key").is_some(), operation.has_key, "{}", operation.id);
        assert_eq!(found.header("authorization").is_some(), !operation.is_open, "{}", operation.id);
    }
    // The one that is no call.
    drop(chat.events().await?);
    let document: Value = serde_yaml::from_str(&text("openapi.yaml")?)?;
    let items = document["paths"].as_object().context("there are paths")?.values().filter_map(Value::as_object);
    let ids: BTreeSet<_> = items.flat_map(|item| item.values().filter_map(|operation| operation["operationId"].as_str())).collect();
    assert_eq!(OPERATIONS.iter().map(|operation| operation.id).collect::<BTreeSet<_>>(), ids);
    Ok(())
}
