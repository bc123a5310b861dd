//! Clients that take their time: nobody holds a place by sending, or by reading, next to nothing.

use std::time::Duration;

use tests::{Engine, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

/// Longer than a header may take.
const HEADER: Duration = Duration::from_secs(12);
/// Longer than a body may take, and than an answer may stand still.
const BODY: Duration = Duration::from_secs(40);

/// Says something, then a byte now and then, until the server closes; gives what it said.
async fn trickle(server: &Server, head: &str, most: Duration) -> String {
    let stream = TcpStream::connect(server.address()).await.expect("the server listens");
    let (mut reading, mut writing) = stream.into_split();
    let drip = async {
        let _ = writing.write_all(head.as_bytes()).await;
        loop {
            // What is written to a closed connection is lost; the reader tells when it is over.
            let _ = writing.write_all(b" ").await;
            sleep(Duration::from_millis(300)).await;
        }
    };
    let mut said = Vec::new();
    let read = async {
        let mut part = [0; 4096];
        while let Ok(count @ 1..) = reading.read(&mut part).await {
            said.extend_from_slice(&part[..count]);
        }
    };
    let over = async {
        tokio::select! { () = drip => {}, () = read => {} }
    };
    timeout(most, over).await.unwrap_or_else(|_| panic!("still open after {most:?}: {head}"));
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_trickles_is_not_waited_for() {
    let server = Server::start(Engine::Sqlite).await;
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
    let said = trickle(&server, head, BODY).await;
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("\"code\":\"request_timeout\""), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_that_trickles_is_not_waited_for() {
    let server = Server::start(Engine::Sqlite).await;
    let head =
        "GET /api/v1/events HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nX-Slow:";
    let said = trickle(&server, head, HEADER).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
}

/// More than the kernel keeps for a connection that nobody reads.
const ASKED: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_reads_is_given_up() {
    let server = Server::start(Engine::Sqlite).await;
    let page = server.client().get("//docs/swagger-ui-bundle.js").await.expect(200).as_str().map(str::len);
    let whole = ASKED * page.expect("it is a text");
    let socket = TcpSocket::new_v4().expect("a socket can be made");
    socket.set_recv_buffer_size(4096).expect("its buffer can be small");
    let mut stream = socket.connect(server.address().parse().expect("it is an address")).await.expect("the server listens");
    stream.write_all("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n".repeat(ASKED).as_bytes()).await.expect("it is read");
    sleep(BODY).await;
    let mut got = 0;
    let read = async {
        let mut part = vec![0; 1 << 20];
        while let Ok(count @ 1..) = stream.read(&mut part).await {
            got += count;
        }
    };
    timeout(Duration::from_secs(5), read).await.expect("the server has closed it, and what is left is little");
    assert!(got < whole, "all {got} bytes came, so the server had kept them");
    server.client().get("//health/ready").await.expect(200);
}
