//! Sessions: listing one's devices and signing them out.

use serde_json::{Value, json};
use tests::person::{PASSWORD, text};
use tests::{Person, Server, on_both_engines};

on_both_engines![
    signing_out_ends_this_session_alone,
    a_refresh_token_signs_out_the_device_it_belongs_to,
    anothers_refresh_token_signs_nobody_out,
    signing_out_everywhere_ends_every_session_of_ones_own,
    the_list_tells_ones_devices_apart,
    a_device_is_signed_out_by_its_id,
    a_socket_that_opens_while_its_session_ends_is_closed,
];

async fn signing_out_ends_this_session_alone(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let phone = Person::login(server, "ada").await;
    let (mut stream, mut other) = (desk.listen().await, phone.listen().await);
    desk.post_empty("/auth/revoke").await.expect(204);
    super::is_closed_soon(&mut stream).await;
    super::is_signed_out(server, &desk).await;
    desk.post_empty("/auth/revoke").await.problem(401, "unauthorized");
    super::is_signed_in(&phone).await;
    assert_eq!(other.ask("ping", Value::Null).await["type"], "pong");
}

async fn a_refresh_token_signs_out_the_device_it_belongs_to(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let phone = Person::login(server, "ada").await;
    let (mut stream, mut other) = (desk.listen().await, phone.listen().await);
    desk.post("/auth/revoke", json!({ "refresh_token": phone.refresh_token })).await.expect(204);
    super::is_closed_soon(&mut other).await;
    super::is_signed_out(server, &phone).await;
    super::is_signed_in(&desk).await;
    assert_eq!(stream.ask("ping", Value::Null).await["type"], "pong");
}

async fn anothers_refresh_token_signs_nobody_out(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let mut streams = [ada.listen().await, bob.listen().await];
    // As with an unknown token, the answer does not tell whether it is one (RFC 7009, 2.2).
    ada.post("/auth/revoke", json!({ "refresh_token": bob.refresh_token })).await.expect(204);
    ada.post("/auth/revoke", json!({ "refresh_token": "unknown" })).await.expect(204);
    for (person, stream) in [&ada, &bob].into_iter().zip(&mut streams) {
        super::is_signed_in(person).await;
        assert_eq!(stream.ask("ping", Value::Null).await["type"], "pong");
        super::refresh(server, &person.refresh_token).await.expect(200);
    }
}

async fn signing_out_everywhere_ends_every_session_of_ones_own(server: &Server) {
    let (desk, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let phone = Person::login(server, "ada").await;
    let mut streams = [desk.listen().await, phone.listen().await];
    let mut other = bob.listen().await;
    phone.post_empty("/auth/revoke-all").await.expect(204);
    for stream in &mut streams {
        super::is_closed_soon(stream).await;
    }
    super::is_signed_out(server, &desk).await;
    super::is_signed_out(server, &phone).await;
    super::is_signed_in(&bob).await;
    assert_eq!(other.ask("ping", Value::Null).await["type"], "pong");
    super::is_signed_in(&Person::login(server, "ada").await).await;
}

async fn the_list_tells_ones_devices_apart(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let body = json!({ "username": "ada", "password": PASSWORD, "device_name": "Ada's phone" });
    let phone = Person::of(server, &server.client().post("/auth/login", body).await.expect(200));
    let tablet = Person::login(server, "ada").await;
    Person::register(server, "bob").await;
    tablet.post_empty("/auth/revoke").await.expect(204);
    for device in [&desk, &phone] {
        let list = device.get("/auth/sessions").await.expect(200);
        let items = list["items"].as_array().expect("a page has items");
        let ids: Vec<String> = items.iter().map(|item| text(&item["id"])).collect();
        assert_eq!(ids, [phone.session_id.clone(), desk.session_id.clone()], "the last used first, and no ended one");
        let current: Vec<&Value> = items.iter().filter(|item| item["is_current"] == true).map(|item| &item["id"]).collect();
        assert_eq!(current, [device.session_id.as_str()]);
        assert_eq!(items[0]["device_name"], "Ada's phone");
        assert!(items[1].get("device_name").is_none(), "{}", items[1]);
    }
    super::refresh(server, &desk.refresh_token).await.expect(200);
    let list = phone.get("/auth/sessions").await.expect(200);
    assert_eq!(list["items"][0]["id"], desk.session_id.as_str(), "it was used last now");
}

async fn a_device_is_signed_out_by_its_id(server: &Server) {
    let (desk, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let phone = Person::login(server, "ada").await;
    let mut stream = phone.listen().await;
    bob.delete(&format!("/auth/sessions/{}", phone.session_id)).await.problem(404, "not_found");
    super::is_signed_in(&phone).await;
    desk.delete(&format!("/auth/sessions/{}", phone.session_id)).await.expect(204);
    super::is_closed_soon(&mut stream).await;
    super::is_signed_out(server, &phone).await;
    desk.delete(&format!("/auth/sessions/{}", phone.session_id)).await.problem(404, "not_found");
    desk.delete("/auth/sessions/not-an-id").await.problem(400, "bad_request");
    super::is_signed_in(&desk).await;
    desk.delete(&format!("/auth/sessions/{}", desk.session_id)).await.expect(204);
    super::is_signed_out(server, &desk).await;
}

async fn a_socket_that_opens_while_its_session_ends_is_closed(server: &Server) {
    let desk = Person::register(server, "ada").await;
    for _ in 0..5 {
        let phone = Person::login(server, "ada").await;
        let path = format!("/auth/sessions/{}", phone.session_id);
        let opening = tests::Socket::open(server.address(), &phone.access_token, None);
        let (opened, ended) = tokio::join!(opening, desk.delete(&path));
        ended.expect(204);
        // Refused, or closed at once: in no case does it stay open.
        if let Ok(mut stream) = opened {
            super::is_closed_soon(&mut stream).await;
        }
    }
}
