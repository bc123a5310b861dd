//! Changing one's password.

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::PASSWORD;
use tests::{Person, Server, on_both_engines};

on_both_engines![a_new_password_signs_every_other_device_out, a_password_is_changed_only_by_who_knows_it_and_to_a_good_one];

const NEW: &str = "an even lovelier engine";

fn change(current: &str, new: &str) -> Value {
    json!({ "current_password": current, "new_password": new })
}

async fn a_new_password_signs_every_other_device_out(server: &Server) {
    let (desk, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let (phone, tablet) = (Person::login(server, "ada").await, Person::login(server, "ada").await);
    let (mut stream, mut others) = (desk.listen().await, [phone.listen().await, tablet.listen().await]);
    desk.put("/auth/password", change(PASSWORD, NEW)).await.expect(204);
    for other in &mut others {
        super::is_closed_soon(other).await;
    }
    super::is_signed_out(server, &phone).await;
    super::is_signed_out(server, &tablet).await;
    super::is_signed_in(&desk).await;
    super::is_signed_in(&bob).await;
    assert_eq!(stream.ask("ping", Value::Null).await["type"], "pong");
    super::refresh(server, &desk.refresh_token).await.expect(200);
    super::try_password(server, "ada", PASSWORD).await.problem(401, "invalid_credentials");
    super::try_password(server, "ada", NEW).await.expect(200);
    super::try_password(server, "bob", PASSWORD).await.expect(200);
}

async fn a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(server: &Server) {
    let ada = Person::register(server, "lovelace").await;
    let phone = Person::login(server, "lovelace").await;
    let problem = ada.put("/auth/password", change("not her engine", NEW)).await.problem(401, "invalid_credentials");
    assert_eq!(pointers(&problem), ["/current_password"]);
    for (new, code) in [("password123", "weak_password"), ("i am lovelace", "weak_password"), ("short", "validation_failed")] {
        let problem = ada.put("/auth/password", change(PASSWORD, new)).await.problem(422, code);
        assert_eq!(pointers(&problem), ["/new_password"], "{new}");
        assert!(!problem.to_string().contains(new), "{problem}");
    }
    let problem = ada.put("/auth/password", change(PASSWORD, PASSWORD)).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem), ["/new_password"]);
    server.client().put("/auth/password", change(PASSWORD, NEW)).await.problem(401, "unauthorized");
    super::is_signed_in(&phone).await;
    super::try_password(server, "lovelace", NEW).await.problem(401, "invalid_credentials");
    super::try_password(server, "lovelace", PASSWORD).await.expect(200);
}
