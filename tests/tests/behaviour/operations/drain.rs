//! Going down: SIGTERM empties the house without losing anything that was begun.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::person::told;
use tests::{Engine, Person, Server, on_both_engines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

on_both_engines![what_was_begun_is_finished_and_sockets_are_sent_elsewhere];

async fn what_was_begun_is_finished_and_sockets_are_sent_elsewhere(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut streams = Vec::new();
    for _ in 0..5 {
        streams.push(bob.listen().await);
    }
    // A request of which the server has the head and half the body.
    let body = json!({ "content": "begun before the end" }).to_string();
    let (first, second) = body.split_at(10);
    let head = format!(
        "POST /api/v1/rooms/{room_id}/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        ada.access_token,
        body.len()
    );
    let mut request = TcpStream::connect(server.address()).await.expect("the server takes connections");
    request.write_all(format!("{head}{first}").as_bytes()).await.expect("it is read");
    // Once another request is answered, the first one is under way.
    ada.get("/users/me").await.expect(200);
    let meanwhile = async {
        let mut delays = BTreeSet::new();
        for stream in &mut streams {
            let closing = stream.until("closing").await;
            let delay = closing["data"]["reconnect_after_ms"].as_u64().expect("it says when to come back");
            assert!(delay <= 60_000, "{closing}");
            delays.insert(delay);
            assert_eq!(stream.closed().await, 1012);
        }
        assert!(delays.len() > 1, "they are not all to come back at once: {delays:?}");
        assert!(TcpStream::connect(server.address()).await.is_err(), "newcomers go elsewhere");
        request.write_all(second.as_bytes()).await.expect("the request is still read");
        let mut said = String::new();
        request.read_to_string(&mut said).await.expect("the request is still answered");
        assert!(said.starts_with("HTTP/1.1 201"), "{said}");
    };
    let (status, ()) = tokio::join!(server.terminate(), meanwhile);
    assert_eq!(status.code(), Some(0));
    server.run().await;
    let history = bob.history(&room_id).await;
    assert_eq!(history.last().map(|message| &message["content"]), Some(&json!("begun before the end")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draining_server_is_alive_but_not_ready_and_serves_meanwhile() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_DRAIN_DELAY_SECS", "3")]).await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let mut stream = ada.listen().await;
    let began = Instant::now();
    let meanwhile = async {
        let refusal = loop {
            let answer = server.client().get("//health/ready").await;
            if answer.status != 200 {
                break answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        assert_eq!(refusal.header("retry-after"), "1");
        refusal.problem(503, "unavailable");
        server.client().get("//health/live").await.expect(200);
        let sent = ada.say(&room_id, "the last word").await;
        assert_eq!(stream.until("message.created").await["data"]["message"], told(&sent));
        stream.until("closing").await;
        assert!(began.elapsed() > Duration::from_millis(2_500), "the balancer has its time: {:?}", began.elapsed());
        assert_eq!(stream.closed().await, 1012);
    };
    let (status, ()) = tokio::join!(server.terminate(), meanwhile);
    assert_eq!(status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_server_ends_at_once_and_a_second_signal_ends_any() {
    let server = Server::start(Engine::Sqlite).await;
    // A connection that is kept for later is no reason to wait.
    server.client().get("//health/live").await.expect(200);
    let began = Instant::now();
    assert_eq!(server.terminate().await.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let patient = Server::with(Engine::Sqlite, &[("CAUSERIE_DRAIN_DELAY_SECS", "300")]).await;
    patient.signal("TERM").await;
    while patient.client().get("//health/ready").await.status == 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // `terminate` sends the second one.
    let began = Instant::now();
    patient.terminate().await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}
