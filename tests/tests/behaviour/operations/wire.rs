//! Bare connections: the slow, the large and the broken.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Engine, Person, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than the server may wait for a header.
const PATIENCE: Duration = Duration::from_secs(12);
/// How many bytes a body may have.
const BODY: usize = 256 * 1024;

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address()).await.expect("the server takes connections")
}

/// Reads until the server closes; gives what it said.
async fn until_closed(stream: &mut TcpStream, time: Duration) -> String {
    let mut said = Vec::new();
    let read = async {
        let mut buffer = [0; 4096];
        // A reset is a close as well.
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            said.extend_from_slice(&buffer[..count]);
        }
    };
    tokio::time::timeout(time, read).await.unwrap_or_else(|_| panic!("still open after {time:?}"));
    String::from_utf8_lossy(&said).into_owned()
}

/// Says something and gives what the server says until it closes.
async fn exchange(server: &Server, text: &[u8], time: Duration) -> String {
    let mut stream = connect(server).await;
    // The server may refuse before it has read all.
    let _ = stream.write_all(text).await;
    until_closed(&mut stream, time).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_header_is_not_waited_for() {
    let server = Server::start(Engine::Sqlite).await;
    let silent = exchange(&server, b"", PATIENCE);
    let half = exchange(&server, b"GET /health/live HTTP/1.1\r\nHos", PATIENCE);
    let trickle = async {
        let (mut reading, mut writing) = connect(&server).await.into_split();
        let drip = async {
            let _ = writing.write_all(b"GET /health/live HTTP/1.1\r\nX-Slow: ").await;
            while writing.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        };
        let read = async { while let Ok(1..) = reading.read(&mut [0; 1024]).await {} };
        tokio::time::timeout(PATIENCE, async {
            tokio::select! { () = drip => {}, () = read => {} }
        })
        .await
    };
    let idle = exchange(&server, b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n", PATIENCE);
    let began = Instant::now();
    let (_, _, trickled, idled) = tokio::join!(silent, half, trickle, idle);
    assert!(trickled.is_ok(), "a header that trickles is waited for");
    assert!(idled.starts_with("HTTP/1.1 200"), "{idled}");
    assert!(began.elapsed() > Duration::from_secs(5), "an honest slow client has some seconds");
    server.client().get("//health/live").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = Server::start(Engine::Sqlite).await;
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"user";
    let mut stream = connect(&server).await;
    stream.write_all(head.as_bytes()).await.expect("it is read");
    let said = until_closed(&mut stream, Duration::from_secs(45)).await;
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("application/problem+json"), "{said}");
    assert!(said.contains("\"code\":\"request_timeout\""), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_may_have_256_kib_and_no_more() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let frame = json!({ "content": "" }).to_string().len();
    let path = format!("/rooms/{room_id}/messages");
    let fits = json!({ "content": "x".repeat(BODY - frame) });
    assert_eq!(fits.to_string().len(), BODY);
    ada.post(&path, fits).await.problem(422, "validation_failed");
    for excess in [1, BODY, 16 * BODY] {
        let large = json!({ "content": "x".repeat(BODY - frame + excess) });
        ada.post(&path, large).await.problem(413, "payload_too_large");
    }
    // Not announced either.
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        ada.access_token
    );
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let said = exchange(&server, format!("{head}{}", chunk.repeat(5)).as_bytes(), PATIENCE).await;
    assert!(said.starts_with("HTTP/1.1 413") && said.contains("\"code\":\"payload_too_large\""), "{said}");
    ada.say(&room_id, "still here").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_header_may_have_16_kib_and_no_more() {
    let server = Server::start(Engine::Sqlite).await;
    let filler = |bytes: usize| format!("X-Filler: {}\r\n", "x".repeat(bytes));
    let request = |filler: &str| format!("GET /health/live HTTP/1.1\r\nHost: a\r\n{filler}Connection: close\r\n\r\n");
    let most = 16 * 1024 - request(&filler(0)).len();
    assert_eq!(request(&filler(most)).len(), 16 * 1024);
    for bytes in [12 * 1024, most] {
        let said = exchange(&server, request(&filler(bytes)).as_bytes(), PATIENCE).await;
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    }
    for text in [request(&filler(most + 1)), request(&filler(17 * 1024)), request(&filler(1024 * 1024)), request(&filler(1).repeat(1000))] {
        let said = exchange(&server, text.as_bytes(), PATIENCE).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{} bytes: {said}", text.len());
    }
    let long = format!("GET /health/live?{} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "x".repeat(17 * 1024));
    let said = exchange(&server, long.as_bytes(), PATIENCE).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    server.client().get("//health/live").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_http_is_refused() {
    let server = Server::start(Engine::Sqlite).await;
    for text in [
        &b"NONSENSE\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /health/live HTTP/1.1\r\nBad Header: x\r\n\r\n",
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n{}",
    ] {
        let said = exchange(&server, text, PATIENCE).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400"), "{}: {said}", String::from_utf8_lossy(text));
    }
    server.client().get("//health/live").await.expect(200);
}
