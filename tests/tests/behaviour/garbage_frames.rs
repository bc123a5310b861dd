//! Frames that the specification forbids, made from the specification: each gets an `error` frame that names the place,
//! or, where the protocol itself is broken, a close code; and nothing is changed by it.

mod protocol;

use serde_json::{Value, json};
use tests::client::pointers;
use tests::contract::contract;
use tests::generate::{Fault, Fuzz, House, LastCase, MARK, faults, flat, together};
use tests::{Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::Message;

on_both_engines![
    every_fault_of_a_frame_is_named,
    all_faults_of_a_frame_are_named_at_once,
    what_is_no_json_is_answered_and_the_stream_stays_open,
    a_binary_frame_is_answered_and_the_stream_stays_open,
    random_frames_never_upset_the_server,
];

/// The most bytes that a client's frame may have.
const MOST: usize = 64 * 1024;

/// Sends a message and gives everything that comes before the answer to a ping that is sent after it: the stream is
/// still open then.
async fn exchange(socket: &mut Socket, message: Message) -> Vec<Value> {
    socket.send_message(message).await;
    // No valid frame of the tests has this reference.
    socket.send(&json!({ "type": "ping", "ref": "the-end" })).await;
    let mut frames = Vec::new();
    loop {
        let frame = socket.next().await.expect("the stream stays open");
        if frame["type"] == "pong" && frame["ref"] == "the-end" {
            return frames;
        }
        frames.push(frame);
    }
}

/// The error among the frames that came, if there is just one.
fn error(frames: &[Value]) -> Result<&Value, String> {
    let errors: Vec<&Value> = frames.iter().filter(|frame| frame["type"] == "error").collect();
    match errors[..] {
        [error] => Ok(error),
        _ => Err(format!("got {} errors: {frames:?}", errors.len())),
    }
}

/// What is wrong with the answer to a bad frame.
fn judge(frames: &[Value], statuses: &[u64], pointer: Option<&str>, reference: Option<&str>) -> Option<String> {
    let error = match error(frames) {
        Ok(error) => error,
        Err(why) => return Some(why),
    };
    let problem = &error["data"]["problem"];
    if !problem["status"].as_u64().is_some_and(|status| statuses.contains(&status)) {
        return Some(format!("is answered {problem} instead of {statuses:?}"));
    }
    if pointer.is_some_and(|pointer| !pointers(problem).contains(&pointer)) {
        return Some(format!("does not name {}: {problem}", pointer.unwrap_or_default()));
    }
    if reference.is_some() && error["ref"].as_str() != reference {
        return Some(format!("lost the reference: {error}"));
    }
    if problem.to_string().contains(MARK) {
        return Some(format!("gives the value back: {problem}"));
    }
    None
}

/// Every kind of frame that clients send: its name, its schema, and a frame that fits it.
fn kinds(house: &House, socket: &Socket) -> Vec<(String, Value, Value)> {
    let cursor = socket.cursor.clone().expect("the greeting has a cursor");
    let fill = house.fill(&house.bob).with("ref", "r-1").with("cursor", &cursor);
    let mapping = &contract().document["components"]["schemas"]["ClientFrame"]["discriminator"]["mapping"];
    let kinds = mapping.as_object().into_iter().flatten().map(|(name, reference)| {
        let schema = flat(&json!({ "$ref": reference }));
        let valid = fill.sample("", &schema);
        assert!(contract().fits(&schema, &valid), "{name}: not a valid frame: {valid}");
        (name.clone(), schema, valid)
    });
    kinds.collect()
}

fn broken(valid: &Value, faults: &[&Fault]) -> String {
    let mut frame = valid.clone();
    faults.iter().for_each(|fault| fault.put_into(&mut frame));
    frame.to_string()
}

async fn every_fault_of_a_frame_is_named(server: &Server) {
    let house = House::build(server).await;
    let mut socket = house.bob.listen().await;
    let (before, kinds) = (house.view().await, kinds(&house, &socket));
    let mut wrong = Vec::new();
    for (name, schema, valid) in &kinds {
        let all = faults(schema, valid);
        assert!(all.len() >= 20, "{name} has a schema that forbids something");
        for fault in &all {
            let frames = exchange(&mut socket, Message::text(broken(valid, &[fault]))).await;
            // A frame that is no object has no place and no reference; one with a bad reference is answered without.
            let pointer = (!fault.pointer.is_empty()).then_some(fault.pointer.as_str());
            let reference = pointer.filter(|pointer| *pointer != "/ref").map(|_| "r-1");
            let verdict = judge(&frames, &[422], pointer, reference);
            wrong.extend(verdict.map(|verdict| format!("{name} with {} at `{}` {verdict}", fault.name, fault.pointer)));
        }
    }
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(house.view().await, before);
    // It was only ever the fault that was refused.
    for (name, _, valid) in &kinds {
        let frames = exchange(&mut socket, Message::text(valid.to_string())).await;
        assert!(error(&frames).is_err() && frames.iter().any(|frame| frame["ref"] == "r-1"), "{name}: {frames:?}");
    }
}

async fn all_faults_of_a_frame_are_named_at_once(server: &Server) {
    let house = House::build(server).await;
    let mut socket = house.bob.listen().await;
    let before = house.view().await;
    for (name, schema, valid) in kinds(&house, &socket) {
        let all = faults(&schema, &valid);
        let chosen: Vec<&Fault> = together(&all).into_iter().filter(|fault| !["/type", "/ref"].contains(&&*fault.pointer)).collect();
        let frames = exchange(&mut socket, Message::text(broken(&valid, &chosen))).await;
        for fault in &chosen {
            assert_eq!(judge(&frames, &[422], Some(&fault.pointer), Some("r-1")), None, "{name} with {}", fault.name);
        }
        let unknown = json!({ "type": format!("{name}.{MARK}"), "ref": "r-2", "data": valid["data"] });
        let frames = exchange(&mut socket, Message::text(unknown.to_string())).await;
        assert_eq!(judge(&frames, &[422], Some("/type"), Some("r-2")), None, "{name}");
    }
    assert_eq!(house.view().await, before);
}

async fn what_is_no_json_is_answered_and_the_stream_stays_open(server: &Server) {
    let house = House::build(server).await;
    let mut socket = house.bob.listen().await;
    let before = house.view().await;
    let send =
        |content: &str| format!(r#"{{"type":"message.send","ref":"r-1","data":{{"room_id":"{}","content":"{content}"}}}}"#, house.room_id);
    let whole = send(MARK);
    let mut texts = vec![
        String::new(),
        " ".to_owned(),
        "\0".to_owned(),
        MARK.to_owned(),
        "NaN".to_owned(),
        "\u{feff}{}".to_owned(),
        whole[..whole.len() - 1].to_owned(),
        format!("{whole}{whole}"),
        whole.replace("}}", "},}"),
        send(&format!("{MARK}\0")),
        send(&format!("{MARK}\n")),
        send(&format!("{MARK}\\ud800")),
        send(&format!("{MARK}\\udc00\\ud800")),
        send(&format!("{MARK}\\x")),
        format!(r#"{{"type":"ping","ref":1e400,"more":"{MARK}"}}"#),
        format!(r#"{{"type":"ping","data":{}}}"#, "[".repeat(32) + &"]".repeat(32)),
    ];
    texts.extend([33, 10_000, 60_000].map(|depth| "[".repeat(depth)));
    texts.extend([33, 10_000].map(|depth| "[".repeat(depth) + &"]".repeat(depth)));
    texts.push(r#"{"a":"#.repeat(10_000));
    for text in texts {
        let _case = LastCase(text.chars().take(300).collect());
        let frames = exchange(&mut socket, Message::text(text)).await;
        assert_eq!(judge(&frames, &[400], None, None), None);
        assert_eq!(error(&frames).map(|error| error["data"]["problem"]["code"].clone()), Ok(json!("invalid_json")));
    }
    // Read, but with U+0000, or with one key twice: refused, or the last one counts, as everywhere.
    let frames = exchange(&mut socket, Message::text(send(&format!("{MARK}\\u0000")))).await;
    assert_eq!(judge(&frames, &[422], Some("/data/content"), Some("r-1")), None);
    let frames = exchange(&mut socket, Message::text(r#"{"type":"message.send","type":"ping","ref":"r-2","ref":"r-3"}"#)).await;
    assert!(frames.iter().any(|frame| frame["type"] == "pong" && frame["ref"] == "r-3"), "{frames:?}");
    // The largest that is read at all.
    let most = format!(r#"{{"type":"ping","ref":"r-4","more":"{}"}}"#, "x".repeat(MOST - 40));
    let frames = exchange(&mut socket, Message::text(most)).await;
    assert_eq!(judge(&frames, &[422], Some("/more"), Some("r-4")), None);
    assert_eq!(house.view().await, before);
}

async fn a_binary_frame_is_answered_and_the_stream_stays_open(server: &Server) {
    let house = House::build(server).await;
    let mut socket = house.bob.listen().await;
    let before = house.view().await;
    let whole = json!({ "type": "message.send", "data": { "room_id": house.room_id, "content": MARK } });
    for bytes in [Vec::new(), vec![0], vec![0xff; MOST], whole.to_string().into_bytes()] {
        let frames = exchange(&mut socket, Message::binary(bytes)).await;
        assert_eq!(judge(&frames, &[400], None, None), None);
    }
    // Control frames of any content are no business of ours.
    for message in [Message::Ping(vec![0xff; 125].into()), Message::Pong(vec![0xff; 125].into()), Message::Ping(Vec::new().into())] {
        assert_eq!(exchange(&mut socket, message).await, Vec::<Value>::new());
    }
    assert_eq!(house.view().await, before);
}

async fn random_frames_never_upset_the_server(server: &Server) {
    let house = House::build(server).await;
    let mut socket = house.bob.listen().await;
    let kinds = kinds(&house, &socket);
    let mut fuzz = Fuzz::new("random frames");
    let (mut refused, cases) = (0, 2_000);
    for _ in 0..cases {
        let (_, _, valid) = fuzz.pick(&kinds);
        // What is no UTF-8 is no text message: `protocol` sends such.
        let text = String::from_utf8_lossy(&fuzz.mutate(valid)).into_owned();
        let _case = LastCase(text.clone());
        for frame in exchange(&mut socket, Message::text(text)).await {
            let status = frame["data"]["problem"]["status"].as_u64();
            assert!(status.is_none_or(|status| (400..500).contains(&status)), "{frame}");
            refused += usize::from(status.is_some());
        }
    }
    assert!(refused > cases / 2, "{refused} of {cases} were refused");
    server.client().get("//health/ready").await.expect(200);
    house.ada.say(&house.room_id, "Still here?").await;
    assert!(!server.log().contains("panicked"), "something panicked");
}
