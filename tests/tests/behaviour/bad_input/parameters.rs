//! Parameters of paths, queries and headers that the specification forbids.

use regex::Regex;
use serde_json::Value;
use tests::contract::{Operation, contract};
use tests::generate::{House, MARK, api_operations, dress, flat, strings};
use tests::{Answer, Client, Server, on_both_engines};

use super::{all_is_well, judge};

on_both_engines![
    every_fault_of_a_path_is_named,
    every_fault_of_a_query_is_named,
    every_fault_of_a_header_is_named,
    at_most_one_place_in_a_list_may_be_given,
];

/// Bytes that are no text.
const NO_TEXTS: [(&str, &str); 3] =
    [("bytes that are not UTF-8", "%FF%FE"), ("an overlong slash", "%C0%AF"), ("a letter that is cut off", "a%C3")];

/// Every byte but letters and digits as `%XX`.
fn encode(text: &[u8]) -> String {
    let one = |byte: &u8| if byte.is_ascii_alphanumeric() { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    text.iter().map(one).collect()
}

/// Texts for a parameter, encoded, and whether its schema forbids them.
fn texts(schema: &Value) -> Vec<(String, String, bool)> {
    let schema = flat(schema);
    let is_number = schema["type"] == "integer";
    let mut found: Vec<(String, String, bool)> = strings(&schema)
        .into_iter()
        .map(|(name, text)| {
            let is_bad = text.contains('\0') || !fits(&schema, &text);
            (name, encode(text.as_bytes()), is_bad)
        })
        // Longer ones are refused as HTTP, before anybody reads them: `wire` sends such.
        .filter(|(_, encoded, _)| encoded.len() < 10_000)
        .collect();
    let mut add = |name: &str, encoded: &str, is_bad: bool| found.push((name.to_owned(), encoded.to_owned(), is_bad));
    add("garbage", MARK, !fits(&schema, MARK));
    let long = format!("{MARK}{}", "x".repeat(8_000));
    add("a very long text", &long, !fits(&schema, &long));
    // No text at all, so no schema allows it.
    add("an encoded NUL", "%00", true);
    add("an encoded NUL in a text", &format!("{MARK}%00"), true);
    for (name, encoded) in NO_TEXTS {
        add(name, encoded, true);
    }
    if is_number {
        for text in ["-1", "0", "101", "1.5", "5e1", "0x10", " 5", "5 ", "NaN", "9223372036854775808", "-9223372036854775809", "1e400"] {
            add(text, &encode(text.as_bytes()), true);
        }
    }
    if schema["type"] == "boolean" {
        for text in ["1", "yes", "TRUE", "null"] {
            add(text, text, true);
        }
    }
    if schema["format"] == "date-time" {
        for text in ["2026-11-24", "2026-13-45T00:00:00.000Z", "1795194000", "yesterday", "+999999-01-01T00:00:00Z"] {
            add(text, &encode(text.as_bytes()), true);
        }
    }
    found
}

fn fits(schema: &Value, text: &str) -> bool {
    match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().is_ok_and(|number| contract().fits(schema, &number.into())),
        Some("boolean") => matches!(text, "true" | "false"),
        _ => contract().fits(schema, &text.into()),
    }
}

/// The declarations of an operation's parameters of one place.
fn of(operation: &'static Operation, place: &str) -> Vec<(&'static str, &'static Value)> {
    let here = operation.parameters().filter(|parameter| parameter["in"] == place);
    here.map(|parameter| (parameter["name"].as_str().expect("it has a name"), &parameter["schema"])).collect()
}

async fn send(client: &Client, house: &House, operation: &Operation, path: &str) -> Answer {
    let body = house.fill_for(&house.ada, &operation.id).body(operation);
    let ask = |request| match body {
        Some(body) => dress(operation, request).json(&body),
        None => dress(operation, request),
    };
    client.send(&operation.method, path, ask).await
}

async fn every_fault_of_a_path_is_named(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for operation in api_operations() {
        for (name, schema) in of(operation, "path") {
            // Without the segment it is another path, which `routes` tries.
            for (what, text, is_bad) in texts(schema).into_iter().filter(|(_, text, _)| !text.is_empty()) {
                let path = house.fill(&house.ada).with(name, &text).path(operation);
                let answer = send(&house.ada, &house, operation, &path).await;
                // With a NUL or bytes that are no text, the place may be left out.
                let pointer = (is_text(&text) && !text.contains("%00")).then(|| format!("/path/{name}"));
                assert!(is_bad, "{what} is no fault of {name}");
                let verdict = judge(&answer, &[400], pointer.as_deref());
                wrong.extend(verdict.map(|verdict| format!("{} with {what} as {name} {verdict}", operation.id)));
            }
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

/// Whether the bytes are a text at all.
fn is_text(encoded: &str) -> bool {
    !NO_TEXTS.iter().any(|(_, broken)| *broken == encoded)
}

async fn every_fault_of_a_query_is_named(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for operation in api_operations() {
        for (name, schema) in of(operation, "query") {
            // A ticket counts only for those who bring no token.
            let caller = if name == "ticket" { &server.client() } else { &*house.ada };
            for (what, text, is_bad) in texts(schema) {
                let path = format!("{}?{name}={text}", house.fill(&house.ada).path(operation));
                let answer = send(caller, &house, operation, &path).await;
                let has_place = is_text(&text) && !text.contains("%00");
                let pointer = (is_bad && has_place).then(|| format!("/query/{name}"));
                // What the schema allows may still be nobody's cursor, or name no message of this room.
                let statuses: &[u16] = if is_bad { &[400] } else { &[101, 200, 400, 401, 404] };
                let verdict = judge(&answer, statuses, pointer.as_deref());
                wrong.extend(verdict.map(|verdict| format!("{} with {what} as {name} {verdict}", operation.id)));
            }
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

async fn every_fault_of_a_header_is_named(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for operation in api_operations() {
        for (name, schema) in of(operation, "header") {
            let pattern = Regex::new(schema["pattern"].as_str().unwrap_or_default()).expect("it is an expression");
            let most = schema["maxLength"].as_u64().unwrap_or(255) as usize;
            let long = format!("{MARK}{}", "x".repeat(most));
            let texts: [&[u8]; 6] =
                [b"", long.as_bytes(), b"sesame-XYZZY b", "sesame-XYZZY \u{e9}".as_bytes(), b"sesame-XYZZY\xff", b"a\tb"];
            for text in texts {
                assert!(text.len() > most || !std::str::from_utf8(text).is_ok_and(|text| pattern.is_match(text)));
                let body = house.fill_for(&house.ada, &operation.id).body(operation);
                let value = reqwest::header::HeaderValue::from_bytes(text).expect("it can be sent");
                let path = house.fill(&house.ada).path(operation);
                let ask = |request: reqwest::RequestBuilder| match body {
                    Some(body) => request.header(name, value).json(&body),
                    None => request.header(name, value),
                };
                let answer = house.ada.send(&operation.method, &path, ask).await;
                let verdict = judge(&answer, &[400], Some(&format!("/header/{name}")));
                wrong.extend(verdict.map(|verdict| format!("{} with {name}: {} {verdict}", operation.id, text.escape_ascii())));
            }
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

async fn at_most_one_place_in_a_list_may_be_given(server: &Server) {
    let house = House::build(server).await;
    let (messages, id) = (format!("/rooms/{}/messages", house.room_id), &house.message_id);
    for query in ["before={id}&after={id}", "after={id}&around={id}", "before={id}&around={id}", "before={id}&after={id}&around={id}"] {
        house.ada.get(&format!("{messages}?{}", query.replace("{id}", id))).await.problem(400, "bad_request");
    }
    let cursor = house.ada.get("/sync").await.expect(200)["next_cursor"].as_str().expect("it has a cursor").to_owned();
    house.ada.get(&format!("/sync?cursor={cursor}&since=2026-11-24T09:30:00.000Z")).await.problem(400, "bad_request");
    for odd in ["limit=1&limit=2", "limit", "=5", "&&&", "%", "%zz=1", "a[b]=c", "limit=5;limit=6", "unknown=sesame-XYZZY"] {
        let answer = house.ada.get(&format!("{messages}?{odd}")).await;
        assert!(matches!(answer.status, 200 | 400), "{odd}: {answer:?}");
    }
}
