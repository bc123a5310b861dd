//! Bodies that are no JSON, or not said to be, or too large, or too deep.

use serde_json::json;
use tests::generate::{House, MARK};
use tests::{Server, on_both_engines};

use super::{all_is_well, judge, with_bodies};

on_both_engines![
    what_is_no_json_is_refused_as_such,
    a_body_of_another_type_is_refused_as_such,
    a_body_may_nest_32_levels_and_no_more,
    a_body_may_have_256_kib_and_no_more,
    odd_json_never_upsets_the_server,
];

const JSON: &str = "application/json";

/// The most bytes that a body may have.
const MOST: usize = 256 * 1024;

/// Texts that are not JSON, or hold what JSON in UTF-8 cannot.
fn broken_texts(valid: &str) -> Vec<(&'static str, Vec<u8>)> {
    let inside = |bytes: &[u8]| [br#"{"sesame":"sesame-XYZZY"#, bytes, br#""}"#].concat();
    let utf_16: Vec<u8> = valid.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("a text that is cut off", valid.as_bytes()[..valid.len() - 1].to_vec()),
        ("half of a text", valid.as_bytes()[..valid.len() / 2].to_vec()),
        ("a trailing comma", [&valid.as_bytes()[..valid.len() - 1], b",}"].concat()),
        ("two texts", format!("{valid}{valid}").into()),
        ("a text and more", format!("{valid} {MARK}").into()),
        ("a bare word", MARK.into()),
        ("NaN", format!(r#"{{"{MARK}":NaN}}"#).into()),
        ("Infinity", format!(r#"{{"{MARK}":-Infinity}}"#).into()),
        ("a number too large for a double", format!(r#"{{"{MARK}":1e400}}"#).into()),
        ("a number with a leading zero", format!(r#"{{"{MARK}":007}}"#).into()),
        ("single quotes", format!("{{'sesame':'{MARK}'}}").into()),
        ("a comment", format!("/* {MARK} */ {valid}").into()),
        ("a key without quotes", format!("{{sesame:\"{MARK}\"}}").into()),
        ("a bare NUL in a string", inside(b"\0")),
        ("a bare NUL before it", [b"\0", valid.as_bytes()].concat()),
        ("a bare NUL behind it", [valid.as_bytes(), b"\0"].concat()),
        ("a bare line break in a string", inside(b"\n")),
        ("bytes that are not UTF-8", inside(b"\xff\xfe")),
        ("an overlong slash", inside(b"\xc0\xaf")),
        ("a surrogate in UTF-8", inside(b"\xed\xa0\x80")),
        ("a letter that is cut off", inside(b"\xc3")),
        ("a lone high surrogate", inside(br"\ud800")),
        ("a lone low surrogate", inside(br"\udc00")),
        ("two high surrogates", inside(br"\ud800\ud800")),
        ("an escape that is none", inside(br"\x41")),
        ("an escape that is cut off", br#"{"sesame":"\u00"#.to_vec()),
        ("UTF-16", utf_16),
        ("only white space", b" \n\t ".to_vec()),
        ("random bytes", (0..=255).collect()),
        ("ten thousand brackets", "[".repeat(10_000).into()),
        ("ten thousand closed brackets", ("[".repeat(10_000) + &"]".repeat(10_000)).into()),
        ("ten thousand objects", r#"{"a":"#.repeat(10_000).into()),
    ]
}

async fn what_is_no_json_is_refused_as_such(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for (operation, _, valid, path) in with_bodies(&house) {
        let mut texts = broken_texts(&valid.to_string());
        if operation.declaration["requestBody"]["required"] == true {
            texts.push(("nothing", Vec::new()));
        }
        for (name, text) in texts {
            let answer = house.ada.send(&operation.method, &path, |request| request.header("content-type", JSON).body(text)).await;
            let verdict = judge(&answer, &[400], None);
            wrong.extend(verdict.map(|verdict| format!("{} with {name} {verdict}", operation.id)));
            if answer.status == 400 && answer.body["code"] != "invalid_json" {
                wrong.push(format!("{} with {name} is {}", operation.id, answer.body["code"]));
            }
        }
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

async fn a_body_of_another_type_is_refused_as_such(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    let kinds = [
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=sesame",
        "application/xml",
        "application/octet-stream",
        "application/jsonp",
        "application",
        "json",
        "*/*",
        "",
        ";",
        MARK,
    ];
    for (operation, _, valid, path) in with_bodies(&house) {
        let text = valid.to_string();
        for kind in kinds {
            let answer = house.ada.send(&operation.method, &path, |request| request.header("content-type", kind).body(text.clone())).await;
            let verdict = judge(&answer, &[415], None);
            wrong.extend(verdict.map(|verdict| format!("{} as `{kind}` {verdict}", operation.id)));
        }
        let answer = house.ada.send(&operation.method, &path, |request| request.body(text)).await;
        wrong.extend(judge(&answer, &[415], None).map(|verdict| format!("{} without a type {verdict}", operation.id)));
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
    all_is_well(&wrong);
}

async fn a_body_may_nest_32_levels_and_no_more(server: &Server) {
    let house = House::build(server).await;
    let mut wrong = Vec::new();
    // The outermost object is a level too. What may nest so deep is still an unknown property.
    for (levels, status) in [(31, 422), (32, 400), (33, 400)] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let inner = if open == "[" { "" } else { "1" };
            let text = format!(r#"{{"unknown":{}{inner}{}}}"#, open.repeat(levels), close.repeat(levels));
            for (operation, _, _, path) in with_bodies(&house) {
                let request = |request: reqwest::RequestBuilder| request.header("content-type", JSON).body(text.clone());
                let answer = house.ada.send(&operation.method, &path, request).await;
                let verdict = judge(&answer, &[status], (status == 422).then_some("/unknown"));
                wrong.extend(verdict.map(|verdict| format!("{} {levels} deep {verdict}", operation.id)));
            }
        }
    }
    // Brackets in a string are no levels.
    let path = format!("/rooms/{}/messages", house.room_id);
    house.ada.post(&path, json!({ "content": format!("\"{}\\", "[{".repeat(100)) })).await.expect(201);
    all_is_well(&wrong);
}

async fn a_body_may_have_256_kib_and_no_more(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut wrong = Vec::new();
    for (operation, _, valid, path) in with_bodies(&house) {
        let text = valid.to_string();
        // An unknown property makes it a body that would change nothing, were it let in.
        let refused = format!(r#"{{"unknown":"{MARK}"}}"#);
        let padded = |text: &str, length: usize| format!("{text}{}", " ".repeat(length - text.len()));
        for (name, body, status) in [
            ("just 256 KiB", padded(&refused, MOST), 422),
            ("a byte over 256 KiB", padded(&text, MOST + 1), 413),
            ("1 MiB of white space", padded(&text, 4 * MOST), 413),
            ("a string of 1 MiB", json!({ "unknown": MARK.repeat(90_000) }).to_string(), 413),
        ] {
            let request = |request: reqwest::RequestBuilder| request.header("content-type", JSON).body(body);
            match house.ada.try_send(&operation.method, &path, request).await {
                Ok(answer) => {
                    wrong.extend(judge(&answer, &[status], None).map(|verdict| format!("{} with {name} {verdict}", operation.id)))
                }
                // Closed over unread bytes, a connection is reset, and the answer is lost.
                Err(error) => wrong.push(format!("{} with {name} got no answer: {error:?}", operation.id)),
            }
        }
        all_is_well(&wrong);
        assert_eq!(house.view().await, before, "{} changed something", operation.id);
    }
}

async fn odd_json_never_upsets_the_server(server: &Server) {
    let house = House::build(server).await;
    let mut wrong = Vec::new();
    for (operation, schema, _, path) in with_bodies(&house) {
        for name in schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
            for text in [
                format!(r#"{{"{name}":"a","{name}":"b"}}"#),
                format!(r#"{{"{name}":{MARK:?},"\u0{:03x}{}":7}}"#, name.as_bytes()[0], &name[1..]),
                format!(r#"{{"{name}":9223372036854775808}}"#),
                format!(r#"{{"{name}":-9223372036854775809}}"#),
                format!(r#"{{"{name}":{}}}"#, "9".repeat(400)),
                format!(r#"{{"{name}":0.{}1}}"#, "0".repeat(1_000)),
                format!(r#"{{"{name}":-0}}"#),
                format!(r#"{{"{name}":1E+2}}"#),
                format!(r#"{{"__proto__":{{"{name}":1}},"{name}":"\uffff"}}"#),
            ] {
                let _case = tests::generate::LastCase(format!("{}: {text}", operation.id));
                // One of its own each time: a body that is valid after all may end its caller's session.
                let guest = tests::generate::newcomer(server).await;
                let answer = guest.send(&operation.method, &path, |request| request.header("content-type", JSON).body(text.clone())).await;
                if answer.status >= 500 {
                    wrong.push(format!("{} with {text} answered {answer:?}", operation.id));
                }
            }
        }
    }
    all_is_well(&wrong);
}
