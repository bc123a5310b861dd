//! Signing in by name and password.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::person::{PASSWORD, text};
use tests::{Answer, Person, Server, on_both_engines};

on_both_engines![
    each_sign_in_is_a_session_of_its_own,
    a_name_signs_in_in_every_spelling,
    a_password_signs_in_in_every_unicode_form,
    a_wrong_password_and_an_unknown_name_answer_alike,
    a_wrong_password_and_an_unknown_name_take_as_long,
];

async fn each_sign_in_is_a_session_of_its_own(server: &Server) {
    let desk = Person::register(server, "ada").await;
    let given = super::try_password(server, "ada", PASSWORD).await.expect(200);
    assert_eq!(json!([given["token_type"], given["expires_in"]]), json!(["Bearer", 900]));
    assert_eq!(given["user"], desk.get("/users/me").await.expect(200));
    let phone = Person::of(server, &given);
    assert_ne!(desk.session_id, phone.session_id);
    assert_ne!(desk.access_token, phone.access_token);
    assert_ne!(desk.refresh_token, phone.refresh_token);
    super::is_signed_in(&desk).await;
    super::is_signed_in(&phone).await;
}

async fn a_name_signs_in_in_every_spelling(server: &Server) {
    let ada = Person::register(server, "Ada").await;
    for spelling in ["ada", "ADA", "aDa", "Ａｄａ"] {
        let given = super::try_password(server, spelling, PASSWORD).await.expect(200);
        assert_eq!(text(&given["user"]["id"]), ada.id, "{spelling}");
    }
}

async fn a_password_signs_in_in_every_unicode_form(server: &Server) {
    let (composed, decomposed) = ("un caf\u{e9} cr\u{e8}me", "un cafe\u{301} cre\u{300}me");
    server.client().post("/auth/register", json!({ "username": "ada", "password": decomposed })).await.expect(201);
    super::try_password(server, "ada", composed).await.expect(200);
    super::try_password(server, "ada", decomposed).await.expect(200);
    super::try_password(server, "ada", "un cafe creme").await.problem(401, "invalid_credentials");
}

/// What an answer tells besides its own id and time.
fn told(answer: Answer) -> (u16, Value, Vec<String>) {
    let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    let mut body = answer.body;
    body["instance"] = Value::Null;
    (answer.status, body, names)
}

async fn a_wrong_password_and_an_unknown_name_answer_alike(server: &Server) {
    Person::register(server, "ada").await;
    let wrong = told(super::try_password(server, "ada", "not her engine").await);
    let unknown = told(super::try_password(server, "nobody", "not her engine").await);
    assert_eq!(wrong, unknown);
    assert_eq!((wrong.0, &wrong.1["code"]), (401, &json!("invalid_credentials")));
}

async fn a_wrong_password_and_an_unknown_name_take_as_long(server: &Server) {
    const TRIES: usize = 11;
    for number in 0..TRIES {
        Person::register(server, &format!("known-{number}")).await;
    }
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    // By turns, so that a busy machine slows both alike; each name once, so that no delay of the account is measured.
    for number in 0..TRIES {
        for (kind, times) in [("known", &mut wrong), ("nobody", &mut unknown)] {
            let began = Instant::now();
            super::try_password(server, &format!("{kind}-{number}"), "not her engine").await.problem(401, "invalid_credentials");
            times.push(began.elapsed());
        }
    }
    let (wrong, unknown) = (median(wrong), median(unknown));
    let ratio = wrong.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "a wrong password took {wrong:?}, an unknown name {unknown:?}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
