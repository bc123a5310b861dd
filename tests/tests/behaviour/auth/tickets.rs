//! Tickets: keys to the event stream for clients that cannot send headers there.

use std::time::Duration;

use tests::person::text;
use tests::{Answer, Person, Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

on_both_engines![
    a_ticket_opens_the_stream_once,
    of_two_who_use_a_ticket_at_once_one_gets_in,
    a_ticket_is_no_good_after_its_30_seconds,
    the_tickets_of_an_ended_session_are_refused,
    what_is_no_ticket_opens_nothing,
];

async fn ticket(person: &Person) -> String {
    let answer = person.post_empty("/auth/tickets").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    text(&answer.expect(201)["ticket"])
}

async fn open(server: &Server, ticket: &str) -> Result<Socket, Error> {
    let address = server.address();
    let request = format!("ws://{address}/api/v1/events?ticket={ticket}").into_client_request().expect("it is a request");
    Socket::with(address, request).await
}

/// Asks for the upgrade and gives the refusal.
async fn refusal(server: &Server, ticket: &str) -> Answer {
    let upgrade = [("upgrade", "websocket"), ("sec-websocket-version", "13"), ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")];
    let path = format!("/events?ticket={ticket}");
    let with_headers = |request: reqwest::RequestBuilder| {
        upgrade.iter().fold(request.header("connection", "upgrade"), |request, (name, value)| request.header(*name, *value))
    };
    server.client().send("GET", &path, with_headers).await
}

async fn a_ticket_opens_the_stream_once(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let ticket = ticket(&ada).await;
    let mut stream = open(server, &ticket).await.expect("a new ticket opens the stream");
    let hello = stream.until("hello").await;
    assert_eq!(hello["data"]["user_id"], ada.id.as_str());
    assert_eq!(hello["data"]["session_id"], ada.session_id.as_str());
    refusal(server, &ticket).await.problem(401, "unauthorized");
    // The stream is one of the session's: it ends with it.
    stream.until("caught_up").await;
    ada.post_empty("/auth/revoke").await.expect(204);
    super::is_closed_soon(&mut stream).await;
}

async fn of_two_who_use_a_ticket_at_once_one_gets_in(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let ticket = ticket(&ada).await;
    let opened = tokio::join!(open(server, &ticket), open(server, &ticket), open(server, &ticket));
    let count = [opened.0.is_ok(), opened.1.is_ok(), opened.2.is_ok()].into_iter().filter(|is_open| *is_open).count();
    assert_eq!(count, 1);
}

async fn a_ticket_is_no_good_after_its_30_seconds(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let (early, late) = (ticket(&ada).await, ticket(&ada).await);
    tokio::time::sleep(Duration::from_secs(20)).await;
    open(server, &early).await.expect("it is good for 30 s");
    tokio::time::sleep(Duration::from_millis(10_500)).await;
    refusal(server, &late).await.problem(401, "unauthorized");
    super::is_signed_in(&ada).await;
}

async fn the_tickets_of_an_ended_session_are_refused(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let phone = Person::login(server, "ada").await;
    let (dead, live) = (ticket(&phone).await, ticket(&desk).await);
    phone.post_empty("/auth/revoke").await.expect(204);
    refusal(server, &dead).await.problem(401, "unauthorized");
    phone.post_empty("/auth/tickets").await.problem(401, "unauthorized");
    open(server, &live).await.expect("the other session's is good");
}

async fn what_is_no_ticket_opens_nothing(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let ticket = ticket(&ada).await;
    for wrong in ["nonsense", &ada.access_token[..200], &ada.refresh_token, &format!("{ticket}A")] {
        refusal(server, wrong).await.problem(401, "unauthorized");
    }
    refusal(server, "").await.problem(400, "bad_request");
    server.client().with_token(&ticket).get("/users/me").await.problem(401, "unauthorized");
    server.client().post_empty("/auth/tickets").await.problem(401, "unauthorized");
    open(server, &ticket).await.expect("none of it has used the ticket up");
}
