//! Making an account.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;
use tests::client::pointers;
use tests::person::PASSWORD;
use tests::{Person, Server, on_both_engines};

on_both_engines![
    an_account_is_made_and_its_first_device_signed_in,
    a_name_is_taken_in_every_spelling,
    of_many_who_want_one_name_at_once_one_gets_it,
    passwords_that_are_guessed_first_are_refused,
    all_faults_come_at_once_and_repeat_no_value,
];

async fn an_account_is_made_and_its_first_device_signed_in(server: &Server) {
    let body = json!({
        "username": "ada", "password": PASSWORD, "display_name": "Ada Lovelace", "email": "ada@example.org", "device_name": "Ada's desk",
    });
    let answer = server.client().post("/auth/register", body).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.headers.contains_key("set-cookie"), "cookies are only for those who ask");
    let given = answer.expect(201);
    let user = &given["user"];
    let shown = (&user["username"], &user["display_name"], &user["email"], &user["is_bot"], &user["is_online"]);
    assert_eq!(json!(shown), json!(["ada", "Ada Lovelace", "ada@example.org", false, false]));
    assert_eq!(json!([given["token_type"], given["expires_in"]]), json!(["Bearer", 900]));
    let ada = Person::of(server, &given);
    assert_eq!(ada.get("/users/me").await.expect(200), *user);
    let sessions = ada.get("/auth/sessions").await.expect(200);
    assert_eq!(json!([sessions["items"][0]["id"], sessions["items"][0]["device_name"]]), json!([ada.session_id, "Ada's desk"]));
    let fresh = super::refresh(server, &ada.refresh_token).await.expect(200);
    super::is_signed_in(&Person::of(server, &fresh)).await;
}

async fn a_name_is_taken_in_every_spelling(server: &Server) {
    Person::register(server, "Ada.L-1").await;
    for spelling in ["Ada.L-1", "ada.l-1", "ADA.L-1", "aDA.l-1"] {
        let body = json!({ "username": spelling, "password": PASSWORD });
        let problem = server.client().post("/auth/register", body).await.problem(409, "username_taken");
        assert_eq!(pointers(&problem), ["/username"]);
    }
    // Letters that NFKC folds into those of a name are not allowed in one at all, so no look-alike can be made.
    for lookalike in ["Ａda.L-1", "ada．l-1", "аda.l-1", "ada.l-1\n", "ada.l-1\u{200b}"] {
        let body = json!({ "username": lookalike, "password": PASSWORD });
        let problem = server.client().post("/auth/register", body).await.problem(422, "validation_failed");
        assert_eq!(pointers(&problem), ["/username"], "{lookalike:?}");
    }
    Person::register(server, "ada.l-2").await;
}

async fn of_many_who_want_one_name_at_once_one_gets_it(server: &Server) {
    let client = server.client();
    let spellings = ["ada", "Ada", "ADA", "adA", "aDa", "ada"];
    let tries = spellings.map(|spelling| client.post("/auth/register", json!({ "username": spelling, "password": PASSWORD })));
    let mut answers = join_all(tries).await;
    answers.sort_by_key(|answer| answer.status);
    let others = answers.split_off(1);
    let ada = Person::of(server, &answers.remove(0).expect(201));
    others.into_iter().for_each(|answer| drop(answer.problem(409, "username_taken")));
    super::is_signed_in(&ada).await;
    assert_eq!(ada.get("/users").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
}

async fn passwords_that_are_guessed_first_are_refused(server: &Server) {
    let client = server.client();
    for password in ["password123", "PassWord123", "1234567890", "qwertyuiop", "i am lovelace", "LOVELACE-1815", "ｌｏｖｅｌａｃｅ-1815"]
    {
        let body = json!({ "username": "Lovelace", "password": password });
        let problem = client.post("/auth/register", body).await.problem(422, "weak_password");
        assert_eq!(pointers(&problem), ["/password"], "{password}");
        assert!(!problem.to_string().contains(password), "{problem}");
    }
    for (password, fault) in [("nine char", true), ("ten chars!", false)] {
        let body = json!({ "username": if fault { "lovelace" } else { "byron" }, "password": password });
        let answer = client.post("/auth/register", body).await;
        let status = answer.status;
        assert_eq!(status, if fault { 422 } else { 201 }, "{password}: {}", answer.body);
    }
    Person::register(server, "lovelace").await;
}

async fn all_faults_come_at_once_and_repeat_no_value(server: &Server) {
    let values = ["no spaces here", "s3cret-pw", "not-an-address", "pigeon post", "overmuch"];
    let body = json!({
        "username": values[0], "password": values[1], "display_name": "", "email": values[2],
        "device_name": "d".repeat(65), "transport": values[3], "nickname": values[4],
    });
    let problem = server.client().post("/auth/register", body).await.problem(422, "validation_failed");
    let found: BTreeSet<&str> = pointers(&problem).into_iter().collect();
    let wanted = ["/device_name", "/display_name", "/email", "/nickname", "/password", "/transport", "/username"];
    assert_eq!(found, BTreeSet::from(wanted), "{problem}");
    for value in values.iter().chain([&"ddd"]) {
        assert!(!problem.to_string().contains(value), "{value} comes back: {problem}");
    }
    let problem = server.client().post("/auth/register", json!({})).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["/password", "/username"]), "{problem}");
    let problem =
        server.client().post("/auth/register", json!({ "username": 7, "password": null })).await.problem(422, "validation_failed");
    assert_eq!(pointers(&problem).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["/password", "/username"]), "{problem}");
}
