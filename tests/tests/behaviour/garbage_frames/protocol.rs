//! Bytes that break the WebSocket protocol (RFC 6455): the server closes with the code that says so, and lives on.

use std::time::Duration;

use serde_json::json;
use tests::generate::{Fuzz, House, LastCase};
use tests::{Person, Server, on_both_engines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::MOST;

on_both_engines![
    a_broken_protocol_is_closed_with_the_code_that_says_so,
    a_message_in_many_fragments_is_one,
    random_bytes_end_their_own_stream_only,
    a_handshake_that_is_none_is_refused,
];

const FINAL: u8 = 0x80;
const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;

/// A frame as it stands on the wire; a client's payload is masked.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, payload.len() as u64, 0x80);
    let mask = [1, 2, 3, 4];
    bytes.extend(mask);
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

fn head(first: u8, length: u64, mask: u8) -> Vec<u8> {
    match length {
        0..126 => vec![first, mask | length as u8],
        126..65_536 => [vec![first, mask | 126], (length as u16).to_be_bytes().to_vec()].concat(),
        _ => [vec![first, mask | 127], length.to_be_bytes().to_vec()].concat(),
    }
}

/// A stream without a library between.
struct Wire(TcpStream);

impl Wire {
    async fn open(server: &Server, person: &Person) -> Self {
        let mut stream = TcpStream::connect(server.address()).await.expect("the server listens");
        let request = format!(
            "GET /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            person.access_token
        );
        stream.write_all(request.as_bytes()).await.expect("it can be sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("there is an answer"));
        }
        assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", head.escape_ascii());
        Self(stream)
    }

    async fn send(&mut self, bytes: &[u8]) {
        // A server that has heard enough may have closed.
        let _ = self.0.write_all(bytes).await;
    }

    /// The next frame: its first byte and its payload; `None` when the connection has ended.
    async fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        let read = async {
            let (first, second) = (self.0.read_u8().await.ok()?, self.0.read_u8().await.ok()?);
            let length = match second {
                126 => self.0.read_u16().await.ok()?.into(),
                127 => self.0.read_u64().await.ok()?,
                length => length.into(),
            };
            let mut payload = vec![0; usize::try_from(length).ok()?];
            self.0.read_exact(&mut payload).await.ok()?;
            Some((first, payload))
        };
        tokio::time::timeout(Duration::from_secs(10), read).await.expect("the server answers or closes within 10 s")
    }

    /// Reads on to the close frame and gives its code; 1006 when the connection ends without one.
    async fn closed(&mut self) -> u16 {
        while let Some((first, payload)) = self.next().await {
            if first == FINAL | CLOSE {
                return if payload.len() < 2 { 1005 } else { u16::from_be_bytes([payload[0], payload[1]]) };
            }
        }
        1006
    }

    /// Reads on to a text frame that has this in it.
    async fn until(&mut self, words: &str) -> bool {
        while let Some((_, payload)) = self.next().await {
            if String::from_utf8_lossy(&payload).contains(words) {
                return true;
            }
        }
        false
    }
}

/// What breaks the protocol, and the code for it.
fn breaches() -> Vec<(&'static str, Vec<u8>, u16)> {
    let text = br#"{"type":"ping"}"#;
    let too_big = vec![b' '; MOST + 1];
    let unmasked = [head(FINAL | TEXT, text.len() as u64, 0), text.to_vec()].concat();
    vec![
        ("a text that is not UTF-8", frame(FINAL | TEXT, b"\"\xff\xfe\""), 1007),
        ("a text with a surrogate", frame(FINAL | TEXT, b"\"\xed\xa0\x80\""), 1007),
        ("a text that ends within a letter", frame(FINAL | TEXT, b"\"\xc3"), 1007),
        ("fragments that are not UTF-8", [frame(TEXT, b"\"\xff"), frame(FINAL | CONTINUATION, b"\"")].concat(), 1007),
        ("a continuation of nothing", frame(FINAL | CONTINUATION, text), 1002),
        ("a text within a text", [frame(TEXT, text), frame(FINAL | TEXT, text)].concat(), 1002),
        ("a binary within a text", [frame(TEXT, text), frame(FINAL | BINARY, text)].concat(), 1002),
        ("a reserved kind of data", frame(FINAL | 0x3, text), 1002),
        ("a reserved kind of control", frame(FINAL | 0xb, b""), 1002),
        ("the first reserved bit", frame(FINAL | TEXT | 0x40, text), 1002),
        ("the second reserved bit", frame(FINAL | TEXT | 0x20, text), 1002),
        ("the third reserved bit", frame(FINAL | TEXT | 0x10, text), 1002),
        ("a ping that is too long", frame(FINAL | PING, &[0; 126]), 1002),
        ("a ping in fragments", frame(PING, b"a"), 1002),
        ("a frame without a mask", unmasked, 1002),
        ("a close with half a code", frame(FINAL | CLOSE, &[3]), 1002),
        ("a close with a code that may not be sent", frame(FINAL | CLOSE, &1005_u16.to_be_bytes()), 1002),
        ("a close with a code that is none", frame(FINAL | CLOSE, &999_u16.to_be_bytes()), 1002),
        ("a message that is too big", frame(FINAL | TEXT, &too_big), 1009),
        ("a binary message that is too big", frame(FINAL | BINARY, &too_big), 1009),
        (
            "fragments that are too big together",
            [frame(TEXT, &too_big[..40_000]), frame(FINAL | CONTINUATION, &too_big[..40_000])].concat(),
            1009,
        ),
        ("a length of exabytes", [head(FINAL | TEXT, 1 << 62, 0x80), vec![1, 2, 3, 4]].concat(), 1009),
    ]
}

async fn a_broken_protocol_is_closed_with_the_code_that_says_so(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut bystander = house.ada.listen().await;
    let mut wrong = Vec::new();
    for (name, bytes, code) in breaches() {
        let mut wire = Wire::open(server, &house.bob).await;
        assert!(wire.until("caught_up").await, "{name}");
        wire.send(&bytes).await;
        let closed = wire.closed().await;
        if closed != code {
            wrong.push(format!("{name}: closed with {closed} instead of {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A close in good order is answered in kind.
    let mut wire = Wire::open(server, &house.bob).await;
    wire.send(&frame(FINAL | CLOSE, &1000_u16.to_be_bytes())).await;
    assert_eq!(wire.closed().await, 1000);
    assert_eq!(bystander.ask("ping", json!(null)).await["type"], "pong");
    assert_eq!(house.view().await, before);
    server.client().get("//health/ready").await.expect(200);
}

async fn a_message_in_many_fragments_is_one(server: &Server) {
    let house = House::build(server).await;
    let mut wire = Wire::open(server, &house.bob).await;
    let text = json!({ "type": "message.send", "ref": "r-1", "data": { "room_id": house.room_id, "content": "Grüße, 🦀!" } }).to_string();
    // Byte by byte, so that letters are torn apart, with a ping between any two.
    for (at, byte) in text.bytes().enumerate() {
        wire.send(&frame(if at == 0 { TEXT } else { CONTINUATION }, &[byte])).await;
        wire.send(&frame(FINAL | PING, b"?")).await;
    }
    wire.send(&frame(FINAL | CONTINUATION, b"")).await;
    assert!(wire.until(r#""ref":"r-1""#).await);
    assert_eq!(house.ada.history(&house.room_id).await.last().expect("there are messages")["content"], "Grüße, 🦀!");
    // Garbage in fragments is garbage.
    wire.send(&frame(TEXT, b"{\"ty")).await;
    wire.send(&frame(FINAL | CONTINUATION, b"pe")).await;
    assert!(wire.until("invalid_json").await);
    wire.send(&frame(FINAL | TEXT, br#"{"type":"ping","ref":"r-2"}"#)).await;
    assert!(wire.until(r#""ref":"r-2""#).await, "the stream stays open");
}

async fn random_bytes_end_their_own_stream_only(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut bystander = house.ada.listen().await;
    let mut fuzz = Fuzz::new("random bytes on the stream");
    for _ in 0..200 {
        let bytes = fuzz.bytes(300);
        let _case = LastCase(bytes.escape_ascii().to_string());
        let mut wire = Wire::open(server, &house.bob).await;
        wire.send(&bytes).await;
        // Nothing more comes, so that a frame that goes on would be waited for; what was read has a verdict or none.
        wire.0.shutdown().await.expect("the sending side can be closed");
        let code = wire.closed().await;
        assert!([1000, 1002, 1005, 1006, 1007, 1009].contains(&code), "closed with {code}");
    }
    assert_eq!(bystander.ask("ping", json!(null)).await["type"], "pong");
    assert_eq!(house.view().await, before);
    server.client().get("//health/ready").await.expect(200);
    assert!(!server.log().contains("panicked"), "something panicked");
}

async fn a_handshake_that_is_none_is_refused(server: &Server) {
    let house = House::build(server).await;
    let whole = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let bad = [("connection", "close"), ("upgrade", "h2c"), ("sec-websocket-version", "8"), ("sec-websocket-key", "sesame")];
    for (name, value) in bad.into_iter().chain(whole.map(|(name, _)| (name, ""))) {
        let ask = |mut request: reqwest::RequestBuilder| {
            for (header, good) in whole {
                let value = if header == name { value } else { good };
                request = if value.is_empty() { request } else { request.header(header, value) };
            }
            request
        };
        let answer = house.ada.send("GET", "/events", ask).await;
        assert_eq!(answer.status, 400, "{name}: {value}: {answer:?}");
        assert_eq!(answer.body["code"], "bad_request", "{name}: {value}");
    }
    house.ada.listen().await;
}
