//! Bytes that are no proper HTTP, and requests whose length can be read in two ways.

use std::time::Duration;

use tests::generate::{Fuzz, House, LastCase};
use tests::{Server, on_both_engines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

on_both_engines![
    what_is_no_http_is_refused_or_dropped,
    a_length_that_is_none_is_refused,
    no_request_hides_in_the_body_of_another,
    an_absolute_address_is_read_as_its_path,
    a_chunked_body_is_held_to_the_same_limit,
    a_body_that_breaks_off_changes_nothing,
];

/// What came back until the server closed, or had no more to say.
pub struct Answers {
    pub text: String,
    pub is_closed: bool,
}

impl Answers {
    /// The status of every answer, in order.
    pub fn statuses(&self) -> Vec<u16> {
        self.text.match_indices("HTTP/1.").filter_map(|(at, _)| self.text.get(at + 9..at + 12)?.parse().ok()).collect()
    }
}

/// Sends bytes and reads what comes back.
pub async fn exchange(server: &Server, bytes: &[u8]) -> Answers {
    let mut stream = TcpStream::connect(server.address()).await.expect("the server listens");
    // A server that has heard enough may close before it has read everything.
    let _ = stream.write_all(bytes).await;
    read(&mut stream).await
}

async fn read(stream: &mut TcpStream) -> Answers {
    let (mut all, mut part) = (Vec::new(), vec![0; 64 * 1024]);
    let is_closed = loop {
        // Long enough for any answer that is on its way; an open connection would say nothing more.
        match tokio::time::timeout(Duration::from_secs(2), stream.read(&mut part)).await {
            Ok(Ok(0) | Err(_)) => break true,
            Ok(Ok(length)) => all.extend_from_slice(&part[..length]),
            Err(_) => break false,
        }
    };
    Answers { text: String::from_utf8_lossy(&all).into_owned(), is_closed }
}

/// Holds that the server still works after all that.
async fn lives(server: &Server, house: &House) {
    server.client().get("//health/ready").await.expect(200);
    house.ada.say(&house.room_id, "Still here?").await;
    assert!(!server.log().contains("panicked"), "something panicked");
}

async fn what_is_no_http_is_refused_or_dropped(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let mut cases: Vec<Vec<u8>> = [
        &b"\r\n\r\n\r\n"[..],
        b"\0\0\0\0\r\n\r\n",
        b"sesame\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"G\x00T / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
        b"GET example.com HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        // The greetings of HTTP/2, TLS and SSH.
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03sesame",
        b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
    ]
    .map(<[u8]>::to_vec)
    .into();
    cases.push(format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(5_000)).into());
    cases.push(format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "y".repeat(200_000)).into());
    let mut fuzz = Fuzz::new("random bytes");
    cases.extend((0..100).map(|_| [&fuzz.bytes(400)[..], b"\r\n\r\n"].concat()));
    for bytes in cases {
        let _case = LastCase(bytes.escape_ascii().to_string().chars().take(300).collect());
        let answers = exchange(server, &bytes).await;
        assert!(answers.statuses().iter().all(|status| (400..500).contains(status)), "{}", answers.text);
    }
    assert_eq!(house.view().await, before);
    lives(server, &house).await;
}

async fn a_length_that_is_none_is_refused(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let (path, token) = (format!("/api/v1/rooms/{}/messages", house.room_id), &house.ada.access_token);
    let body = r#"{"content":"sesame-XYZZY"}"#;
    for lines in [
        "Content-Length: sesame",
        "Content-Length: -1",
        "Content-Length: +26",
        "Content-Length: 26, 27",
        "Content-Length: 26\r\nContent-Length: 5",
        "Content-Length: 0x1a",
        "Content-Length: 2 6",
        "Content-Length: 26.0",
        "Content-Length: 18446744073709551616",
        "Content-Length : 26",
        "Transfer-Encoding: sesame",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \x0bchunked",
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{lines}\r\n\r\n"
        );
        let answers = exchange(server, format!("{head}{body}").as_bytes()).await;
        assert!(answers.is_closed, "{lines}: the connection stays open after {}", answers.text);
        assert!(matches!(answers.statuses()[..], [] | [400 | 411 | 413 | 501]), "{lines}: {}", answers.text);
    }
    // A proper length that is far over the limit is refused before the body comes.
    let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let answers = exchange(server, format!("{head}Content-Length: 9000000000000000000\r\n\r\n{body}").as_bytes()).await;
    assert_eq!(answers.statuses(), [413], "{}", answers.text);
    assert_eq!(house.view().await, before);
    lives(server, &house).await;
}

/// RFC 9112, 6.1: a request with both lengths is refused, or its connection is closed after the answer, so that no
/// proxy in front and the server behind take the bytes apart in two ways.
async fn no_request_hides_in_the_body_of_another(server: &Server) {
    let house = House::build(server).await;
    let hidden = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
    let chunk = format!("{:x}\r\n{hidden}\r\n0\r\n\r\n", hidden.len());
    for (lengths, body) in [
        // The length says that the hidden request is body, the chunks that it is not; then the other way round.
        (format!("Content-Length: {}\r\nTransfer-Encoding: chunked", hidden.len() + 5), format!("0\r\n\r\n{hidden}")),
        (format!("Transfer-Encoding: chunked\r\nContent-Length: {}", hidden.len() + 5), format!("0\r\n\r\n{hidden}")),
        ("Content-Length: 4\r\nTransfer-Encoding: chunked".to_owned(), format!("{chunk}{hidden}")),
        ("Content-Length: 0\r\nTransfer-Encoding: identity, chunked".to_owned(), format!("0\r\n\r\n{hidden}")),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity".to_owned(), format!("0\r\n\r\n{hidden}")),
        ("Content-Length: 0\r\nContent-Length: 40".to_owned(), hidden.to_owned()),
    ] {
        let request = format!("POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{lengths}\r\n\r\n{body}");
        let answers = exchange(server, request.as_bytes()).await;
        assert!(answers.statuses().len() <= 1, "{lengths:?}: the hidden request was answered: {:?}", answers.statuses());
        assert!(answers.is_closed, "{lengths:?}: the connection stays open");
        assert!(answers.statuses().iter().all(|status| (400..500).contains(status)), "{lengths:?}: {}", answers.text);
    }
    lives(server, &house).await;
}

async fn an_absolute_address_is_read_as_its_path(server: &Server) {
    let house = House::build(server).await;
    for (target, status) in [
        ("http://elsewhere.example/health/live", 200),
        ("http://elsewhere.example/api/v1/users/me", 401),
        ("http://elsewhere.example/nothing", 404),
        ("http://elsewhere.example", 200),
        ("ftp://elsewhere.example/health/live", 200),
    ] {
        let answers = exchange(server, format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").as_bytes()).await;
        assert_eq!(answers.statuses(), [status], "{target}: {}", answers.text);
        assert!(!answers.text.contains("elsewhere"), "{target}: {}", answers.text);
    }
    lives(server, &house).await;
}

async fn a_chunked_body_is_held_to_the_same_limit(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let head = format!(
        "POST /api/v1/rooms/{}/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        house.room_id, house.ada.access_token
    );
    let chunk = format!("{:x}\r\n{}\r\n", 64 * 1024, " ".repeat(64 * 1024));
    let over = exchange(server, format!("{head}{}", chunk.repeat(5)).as_bytes()).await;
    assert_eq!(over.statuses(), [413], "{}", over.text);
    for broken in ["sesame\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "5\r\nab", "5;x=\"\0\"\r\nabcde\r\n0\r\n\r\n", "1\r\n{}\r\n0\r\n\r\n"]
    {
        let answers = exchange(server, format!("{head}{broken}").as_bytes()).await;
        assert!(matches!(answers.statuses()[..], [] | [400 | 413 | 422]), "{broken:?}: {}", answers.text);
    }
    let many = "1\r\n \r\n".repeat(50_000);
    let answers = exchange(server, format!("{head}{many}0\r\n\r\n").as_bytes()).await;
    assert_eq!(answers.statuses(), [400], "{}", answers.text);
    assert_eq!(house.view().await, before);
    lives(server, &house).await;
}

async fn a_body_that_breaks_off_changes_nothing(server: &Server) {
    let house = House::build(server).await;
    let before = house.view().await;
    let head = format!(
        "POST /api/v1/rooms/{}/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n",
        house.room_id, house.ada.access_token
    );
    // What has come would be a whole message: only the length says that there is more.
    let body = r#"{"content":"sesame-XYZZY"}"#;
    for (lengths, body) in [
        (format!("Content-Length: {}", body.len() + 1), body.to_owned()),
        ("Transfer-Encoding: chunked".to_owned(), format!("{:x}\r\n{body}\r\n", body.len())),
        ("Transfer-Encoding: chunked".to_owned(), format!("{:x}\r\n{body}", body.len() + 5)),
    ] {
        let mut stream = TcpStream::connect(server.address()).await.expect("the server listens");
        stream.write_all(format!("{head}{lengths}\r\n\r\n{body}").as_bytes()).await.expect("it can be sent");
        stream.shutdown().await.expect("the sending side can be closed");
        let answers = read(&mut stream).await;
        assert!(answers.is_closed && matches!(answers.statuses()[..], [] | [400]), "{lengths}: {}", answers.text);
    }
    // Gone without a word.
    let mut stream = TcpStream::connect(server.address()).await.expect("the server listens");
    stream.write_all(format!("{head}Content-Length: 100\r\n\r\n{body}").as_bytes()).await.expect("it can be sent");
    drop(stream);
    assert_eq!(house.view().await, before);
    lives(server, &house).await;
}
