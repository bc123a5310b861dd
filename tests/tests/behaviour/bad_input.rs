//! Input that the specification forbids, made from the specification: each gets a problem of the right status that
//! names the place and gives no value back, and nothing is changed by it.

mod forms;
mod fuzz;
mod parameters;
mod routes;
mod wire;

use serde_json::{Value, json};
use tests::client::pointers;
use tests::contract::Operation;
use tests::generate::{House, MARK, api_operations, faults, flat, together};
use tests::{Answer, Server, on_both_engines};

on_both_engines![every_fault_of_a_body_is_named, all_faults_of_a_body_are_named_at_once];

/// Every operation with a body, with its schema and a body that is valid but for what a test does to it.
fn with_bodies(house: &House) -> Vec<(&'static Operation, Value, Value, String)> {
    let mut found = Vec::new();
    for operation in api_operations() {
        let fill = house.fill_for(&house.ada, &operation.id);
        if let (Some(schema), Some(body)) = (operation.body(), fill.body(operation)) {
            found.push((operation, flat(schema), body, fill.path(operation)));
        }
    }
    assert!(found.len() >= 10, "the specification has operations with bodies");
    found
}

/// What is wrong with an answer to bad input; nothing, when it is a problem of one of these statuses and names the place.
fn judge(answer: &Answer, statuses: &[u16], pointer: Option<&str>) -> Option<String> {
    let text = answer.body.to_string();
    let named = pointers(&answer.body);
    let what = format!("{} {} {named:?}", answer.status, answer.body["code"]);
    if !statuses.contains(&answer.status) {
        return Some(format!("answered {what} instead of {statuses:?}"));
    }
    if pointer.is_some_and(|pointer| !named.contains(&pointer)) {
        return Some(format!("does not name {}: {what}", pointer.unwrap_or_default()));
    }
    if text.contains(MARK) || format!("{:?}", answer.headers).contains(MARK) {
        return Some(format!("gives the value back: {text}"));
    }
    None
}

/// The end of a test that goes on to the last case before it fails.
#[track_caller]
fn all_is_well(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

async fn every_fault_of_a_body_is_named(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for (operation, schema, valid, path) in with_bodies(&house) {
        let all = faults(&schema, &valid);
        assert!(all.len() >= 10, "{} has a schema that forbids something", operation.id);
        for fault in all {
            let mut body = valid.clone();
            fault.put_into(&mut body);
            let answer = house.ada.send(&operation.method, &path, |request| request.json(&body)).await;
            let verdict = judge(&answer, &[422], Some(&fault.pointer));
            wrong.extend(verdict.map(|verdict| format!("{} with {} at `{}` {verdict}", operation.id, fault.name, fault.pointer)));
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

async fn all_faults_of_a_body_are_named_at_once(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for (operation, schema, valid, path) in with_bodies(&house) {
        let all = faults(&schema, &valid);
        let mut body = valid.clone();
        let chosen = together(&all);
        chosen.iter().for_each(|fault| fault.put_into(&mut body));
        let answer = house.ada.send(&operation.method, &path, |request| request.json(&body)).await;
        assert!(chosen.len() >= 3, "{}: a property and two unknown ones", operation.id);
        for fault in chosen {
            let verdict = judge(&answer, &[422], Some(&fault.pointer));
            wrong.extend(verdict.map(|verdict| format!("{} with {} at `{}` {verdict}", operation.id, fault.name, fault.pointer)));
        }
        let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if required.is_empty() {
            continue;
        }
        let emptied = house.ada.send(&operation.method, &path, |request| request.json(&json!({}))).await;
        for name in required {
            let verdict = judge(&emptied, &[422], Some(&format!("/{name}")));
            wrong.extend(verdict.map(|verdict| format!("{} without anything {verdict}", operation.id)));
        }
    }
    assert_eq!(house.view().await, before);
    all_is_well(&wrong);
}
