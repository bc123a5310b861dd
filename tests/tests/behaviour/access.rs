//! Who may what: every operation of the specification is called without a token, as a stranger and as a former member, with
//! things that really exist, which is not told by any answer. A new operation that this file cannot fill makes it fail. What
//! everybody is answered stands in the table of `matrix`.

mod matrix;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::contract::Operation;
use tests::generate::{House, MARK, api_operations, call, new_id, newcomer};
use tests::{Answer, Person, Server, on_both_engines};

on_both_engines![
    without_a_token_only_public_operations_answer,
    a_token_that_is_not_ours_opens_nothing,
    a_revoked_session_opens_nothing,
    a_stranger_finds_nothing_and_learns_nothing,
    a_former_member_is_a_stranger,
    a_message_is_found_in_no_other_room,
    a_stranger_in_ones_own_room_has_no_role_there,
    an_admin_makes_no_admins,
];

/// Where an operation is not as the others are.
struct Exception {
    rule: Rule,
    operation: &'static str,
    reason: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// A public operation never asks for a token.
    PublicNeedsNoToken,
    /// What is unknown answers as what is a stranger's.
    ExistenceIsSecret,
}

/// This list may only shrink: each entry must still be needed, or the tests fail.
const EXCEPTIONS: [Exception; 6] = [
    Exception {
        rule: Rule::PublicNeedsNoToken,
        operation: "openEventStream",
        reason: "public in the specification, since a ticket in the query may speak for the caller; with neither it answers 401",
    },
    Exception { rule: Rule::ExistenceIsSecret, operation: "getUser", reason: "people can be found by whoever has signed in" },
    Exception { rule: Rule::ExistenceIsSecret, operation: "blockUser", reason: "it names a person, and people can be found" },
    Exception { rule: Rule::ExistenceIsSecret, operation: "unblockUser", reason: "it names a person, and people can be found" },
    Exception { rule: Rule::ExistenceIsSecret, operation: "createRoom", reason: "it names people, and people can be found" },
    Exception { rule: Rule::ExistenceIsSecret, operation: "acceptInvite", reason: "the code is the key: whoever has it may come in" },
];

/// Holds the operations that broke a rule against the exceptions from it: none more, none less.
#[track_caller]
fn hold(rule: Rule, broken: &BTreeSet<&str>) {
    let excepted = EXCEPTIONS.iter().filter(|exception| exception.rule == rule);
    assert!(EXCEPTIONS.iter().all(|exception| !exception.reason.is_empty()));
    assert_eq!(*broken, excepted.map(|exception| exception.operation).collect(), "{rule:?}: operations that break it, and exceptions");
}

/// What nobody may learn of who is not part of it: rooms, their messages and members, and other people's sessions.
fn is_secret(operation: &Operation) -> bool {
    let names = ["{room_id}", "{message_id}", "{session_id}"];
    names.iter().any(|name| operation.template.contains(name)) || operation.id == "markRooms"
}

/// A problem but for the id of its request.
fn but_instance(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    body.as_object_mut().map(|fields| fields.remove("instance"));
    body
}

#[track_caller]
fn assert_asks_for_a_token(answer: &Answer, operation: &str) {
    assert_eq!(answer.status, 401, "{operation}: {answer:?}");
    assert_eq!(answer.body["code"], "unauthorized", "{operation}: {answer:?}");
    assert!(answer.header("www-authenticate").starts_with("Bearer"), "{operation}: {answer:?}");
}

async fn without_a_token_only_public_operations_answer(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut broken = BTreeSet::new();
    for operation in api_operations() {
        let guest = newcomer(server).await;
        let answer = call(&server.client(), operation, &house.fill_for(&guest, &operation.id)).await;
        if !operation.is_public {
            assert_asks_for_a_token(&answer, &operation.id);
        } else if answer.status == 401 {
            assert_asks_for_a_token(&answer, &operation.id);
            broken.insert(operation.id.as_str());
        } else {
            assert!(answer.status < 300, "{}: {answer:?}", operation.id);
        }
    }
    hold(Rule::PublicNeedsNoToken, &broken);
    assert_eq!(house.view().await, before);
}

async fn a_token_that_is_not_ours_opens_nothing(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let (head, rest) = house.ada.access_token.split_once('.').expect("a JWT has three parts");
    let (claims, signature) = rest.split_once('.').expect("a JWT has three parts");
    let reversed: String = signature.chars().rev().collect();
    let tokens = [
        MARK.to_owned(),
        "x".repeat(8_000),
        format!("{head}.{claims}."),
        format!("{head}.{claims}.{reversed}"),
        // `{"alg":"none","typ":"JWT"}`
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}."),
        format!("{}.{}", house.ada.access_token, MARK),
        house.ada.refresh_token.clone(),
    ];
    for operation in api_operations().filter(|operation| !operation.is_public || operation.id == "openEventStream") {
        for token in &tokens {
            let answer = call(&server.client().with_token(token), operation, &house.fill(&house.ada)).await;
            assert_asks_for_a_token(&answer, &operation.id);
            assert!(!answer.body.to_string().contains(MARK), "{}: {answer:?}", operation.id);
        }
        for scheme in ["Basic YWRhOnNlc2FtZQ==".to_owned(), format!("Token {}", house.ada.access_token), "Bearer".to_owned()] {
            let answer = call(&server.client().with_header("authorization", &scheme), operation, &house.fill(&house.ada)).await;
            assert_asks_for_a_token(&answer, &operation.id);
        }
    }
    assert_eq!(house.view().await, before);
}

async fn a_revoked_session_opens_nothing(server: &Server) {
    let house = House::build(server).await;
    let revoked = Person::login(server, &house.ada.username).await;
    revoked.post_empty("/auth/revoke").await.expect(204);
    let before = house.view().await;
    for operation in api_operations().filter(|operation| !operation.is_public || operation.id == "openEventStream") {
        assert_asks_for_a_token(&call(&revoked, operation, &house.fill(&revoked)).await, &operation.id);
    }
    server.client().post("/auth/refresh", json!({ "refresh_token": revoked.refresh_token })).await.problem(401, "invalid_refresh_token");
    assert_eq!(house.view().await, before);
}

/// Calls everything as somebody who has nothing to do with the house, once with what is there and once with what is not.
/// Gives the operations that tell the one from the other.
async fn walk_as(server: &Server, house: &House, was_member: bool) -> BTreeSet<&'static str> {
    let mut telling = BTreeSet::new();
    for operation in api_operations() {
        // Somebody new each time, since some operations end their caller's session or account.
        let stranger = newcomer(server).await;
        if was_member {
            house.ada.post(&format!("/rooms/{}/members", house.room_id), json!({ "user_id": stranger.id })).await.expect(201);
            house.ada.delete(&format!("/rooms/{}/members/{}", house.room_id, stranger.id)).await.expect(204);
        }
        let before = house.view().await;
        let fill = house.fill_for(&stranger, &operation.id);
        let names_things = operation.template.contains('{')
            || operation.body().is_some_and(|_| fill.body(operation) != fill.clone().unknown().body(operation));
        let unknown = if names_things { Some(call(&stranger, operation, &fill.clone().unknown()).await) } else { None };
        let real = call(&stranger, operation, &fill).await;
        if is_secret(operation) {
            assert_eq!(real.status, 404, "{}: {real:?}", operation.id);
            assert_eq!(real.body["code"], "not_found", "{}: {real:?}", operation.id);
        } else if operation.template.contains("/admin/") {
            assert_eq!((real.status, &real.body["code"]), (403, &json!("forbidden")), "{}: {real:?}", operation.id);
        } else {
            assert!(real.status < 300, "{}: {real:?}", operation.id);
        }
        if unknown.is_some_and(|unknown| unknown.status != real.status || but_instance(&unknown) != but_instance(&real)) {
            telling.insert(operation.id.as_str());
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    telling
}

async fn a_stranger_finds_nothing_and_learns_nothing(server: &Server) {
    let house = House::build(server).await;
    hold(Rule::ExistenceIsSecret, &walk_as(server, &house, false).await);
}

async fn a_former_member_is_a_stranger(server: &Server) {
    let house = House::build(server).await;
    hold(Rule::ExistenceIsSecret, &walk_as(server, &house, true).await);
}

async fn a_message_is_found_in_no_other_room(server: &Server) {
    let house = House::build(server).await;
    let stranger = newcomer(server).await;
    let own = stranger.group("Den", &[]).await;
    let (real, before) = (house.fill(&stranger).with("room_id", &own), house.view().await);
    for operation in api_operations().filter(|operation| operation.template.contains("{message_id}")) {
        let answer = call(&stranger, operation, &real).await;
        let unknown = call(&stranger, operation, &real.clone().with("message_id", &new_id())).await;
        assert_eq!((answer.status, but_instance(&answer)), (404, but_instance(&unknown)), "{}", operation.id);
    }
    for side in ["before", "after", "around"] {
        stranger.get(&format!("/rooms/{own}/messages?{side}={}", house.message_id)).await.problem(404, "not_found");
    }
    assert_eq!(house.view().await, before);
}

async fn a_stranger_in_ones_own_room_has_no_role_there(server: &Server) {
    let house = House::build(server).await;
    let stranger = newcomer(server).await;
    let own = stranger.group("Den", &[]).await;
    for user_id in [&house.bob.id, &new_id()] {
        let fill = house.fill(&stranger).with("room_id", &own).with("user_id", user_id);
        for operation in api_operations().filter(|operation| operation.template.ends_with("/members/{user_id}")) {
            call(&stranger, operation, &fill).await.problem(404, "not_found");
        }
    }
}

async fn an_admin_makes_no_admins(server: &Server) {
    let house = House::build(server).await;
    let (guest, before) = (newcomer(server).await, house.view().await);
    let members = format!("/rooms/{}/members", house.room_id);
    house.eve.post(&members, json!({ "user_id": guest.id, "role": "admin" })).await.problem(403, "forbidden");
    house.eve.delete(&format!("{members}/{}", house.ada.id)).await.problem(403, "forbidden");
    for (caller, role) in [(&house.eve, "owner"), (&house.bob, "admin"), (&house.bob, "owner")] {
        let own = format!("{members}/{}", caller.id);
        caller.patch(&own, json!({ "role": role })).await.problem(403, "forbidden");
    }
    assert_eq!(house.view().await, before);
}
