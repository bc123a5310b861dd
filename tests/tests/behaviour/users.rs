//! People: finding them, one's own record and others', and leaving for good.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tests::client::pointers;
use tests::person::{PASSWORD, text};
use tests::{Person, Server, on_both_engines};

on_both_engines![
    people_are_found_by_how_their_names_begin,
    a_name_is_looked_for_as_it_is_written,
    people_are_found_by_whether_they_are_here,
    pages_lose_nobody_and_repeat_nobody,
    a_page_that_cannot_be_is_refused,
    only_oneself_sees_ones_mail_address,
    what_is_absent_stays_and_null_clears,
    who_shares_a_room_hears_of_a_new_name,
    what_does_not_fit_a_record_is_refused,
    nobody_is_found_at_an_unknown_id,
    who_leaves_for_good_is_signed_out_and_frees_the_name,
    what_they_wrote_stays_of_a_deleted_user,
];

async fn register(server: &Server, username: &str, display_name: &str) -> Person {
    let body = json!({ "username": username, "password": PASSWORD, "display_name": display_name });
    Person::of(server, &server.client().post("/auth/register", body).await.expect(201))
}

/// The usernames that a list gives.
async fn found(person: &Person, parameters: &[(&str, &str)]) -> Vec<String> {
    // Every byte is escaped, so that no letter of a name means anything in the address.
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let page = person.get(&format!("/users?{}", pairs.join("&"))).await.expect(200);
    page["items"].as_array().expect("a page has items").iter().map(|user| text(&user["username"])).collect()
}

async fn people_are_found_by_how_their_names_begin(server: &Server) {
    let ada = register(server, "ada", "Countess of Lovelace").await;
    register(server, "adam", "Smith").await;
    register(server, "bob", "Adalbert").await;
    register(server, "cyd", "Åsa Ölander").await;
    for (text, names) in [
        ("ada", vec!["ada", "adam", "bob"]),
        ("ADA", vec!["ada", "adam", "bob"]),
        ("adam", vec!["adam"]),
        ("count", vec!["ada"]),
        ("Countess of L", vec!["ada"]),
        ("Åsa", vec!["cyd"]),
        ("åsa ö", vec!["cyd"]),
        ("ÅSA Ö", vec!["cyd"]),
        ("zoe", vec![]),
        ("", vec!["ada", "adam", "bob", "cyd"]),
    ] {
        assert_eq!(found(&ada, &[("q", text)]).await, names, "{text}");
    }
}

async fn a_name_is_looked_for_as_it_is_written(server: &Server) {
    let ada = register(server, "a_b", "100% sure").await;
    register(server, "axb", r"back\slash").await;
    register(server, "quote", "it's [a-z]* \"so\"; --").await;
    for (text, names) in [
        ("a_", vec!["a_b"]),
        ("a%", vec![]),
        ("%", vec![]),
        ("_", vec![]),
        ("100%", vec!["a_b"]),
        ("100_", vec![]),
        (r"back\", vec!["axb"]),
        (r"\", vec![]),
        ("it's [a-z]* \"so\"; --", vec!["quote"]),
        ("*", vec![]),
    ] {
        assert_eq!(found(&ada, &[("q", text)]).await, names, "{text}");
    }
}

async fn people_are_found_by_whether_they_are_here(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let (bob, cyd) = (Person::register(server, "bob").await, Person::register(server, "cyd").await);
    Person::register(server, "bea").await;
    let _streams = [bob.listen().await, cyd.listen().await];
    assert_eq!(found(&ada, &[("online", "true")]).await, ["bob", "cyd"]);
    assert_eq!(found(&ada, &[("online", "false")]).await, ["ada", "bea"]);
    assert_eq!(found(&ada, &[("online", "true"), ("q", "b")]).await, ["bob"]);
    assert_eq!(ada.get(&format!("/users/{}", bob.id)).await.expect(200)["is_online"], true);
    assert_eq!(bob.get("/users/me").await.expect(200)["is_online"], true);
    assert_eq!(bob.get(&format!("/users/{}", ada.id)).await.expect(200)["is_online"], false);
    // Presence and paging go together: no page is cut short, and the last one says that it is.
    let first = ada.get("/users?online=true&limit=1").await.expect(200);
    let next = text(&first["next_cursor"]);
    let second = ada.get(&format!("/users?online=true&limit=1&cursor={next}")).await.expect(200);
    assert_eq!(json!([first["items"][0]["username"], second["items"][0]["username"]]), json!(["bob", "cyd"]));
    assert!(second.get("next_cursor").is_none(), "{second}");
    ada.get("/users?online=perhaps").await.problem(400, "bad_request");
}

/// Reads all pages of a list; gives the ids of each.
async fn pages(person: &Person, limit: usize, mut between: impl AsyncFnMut()) -> Vec<Vec<String>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = person.get(&format!("/users?limit={limit}{cursor}")).await.expect(200);
        pages.push(page["items"].as_array().expect("a page has items").iter().map(|user| text(&user["id"])).collect());
        match page.get("next_cursor") {
            Some(next) => cursor = format!("&cursor={}", text(next)),
            None => return pages,
        }
        between().await;
    }
}

async fn pages_lose_nobody_and_repeat_nobody(server: &Server) {
    let mut everybody = Vec::new();
    for number in 0..12 {
        everybody.push(Person::register(server, &format!("person-{number}")).await);
    }
    let ids: Vec<String> = everybody.iter().map(|person| person.id.clone()).collect();
    let sizes = |pages: &[Vec<String>]| pages.iter().map(Vec::len).collect::<Vec<_>>();
    for (limit, wanted) in [(5, vec![5, 5, 2]), (4, vec![4, 4, 4]), (12, vec![12]), (100, vec![12])] {
        let pages = pages(&everybody[0], limit, async || ()).await;
        assert_eq!((sizes(&pages), pages.concat()), (wanted, ids.clone()), "{limit} a page");
    }
    // Somebody who comes meanwhile moves nobody.
    let mut late = 0;
    let come = async || {
        late += 1;
        Person::register(server, &format!("late-{late}")).await;
    };
    let seen = pages(&everybody[0], 5, come).await.concat();
    let unique: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "nobody comes twice");
    assert!(ids.iter().all(|id| unique.contains(id)), "nobody is lost");
}

async fn a_page_that_cannot_be_is_refused(server: &Server) {
    let ada = Person::register(server, "ada").await;
    for (query, pointer) in [("limit=0", "/query/limit"), ("limit=101", "/query/limit"), ("limit=many", "/query/limit")] {
        let problem = ada.get(&format!("/users?{query}")).await.problem(400, "bad_request");
        assert_eq!(pointers(&problem), [pointer], "{query}");
    }
    let long = format!("q={}", "x".repeat(65));
    assert_eq!(pointers(&ada.get(&format!("/users?{long}")).await.problem(400, "bad_request")), ["/query/q"]);
    for cursor in ["nonsense", "MTczMjQ0MDYwMDAwMC4wMTkzNmY1Yg", "%F0%9F%8E%89"] {
        ada.get(&format!("/users?cursor={cursor}")).await.problem(400, "invalid_cursor");
    }
    server.client().get("/users").await.problem(401, "unauthorized");
}

async fn only_oneself_sees_ones_mail_address(server: &Server) {
    let body = json!({ "username": "ada", "password": PASSWORD, "email": "ada@example.org" });
    let ada = Person::of(server, &server.client().post("/auth/register", body).await.expect(201));
    let bob = Person::register(server, "bob").await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    assert_eq!(ada.get("/users/me").await.expect(200)["email"], "ada@example.org");
    assert_eq!(ada.get(&format!("/users/{}", ada.id)).await.expect(200), ada.get("/users/me").await.expect(200));
    let seen = bob.get(&format!("/users/{}", ada.id)).await.expect(200);
    assert_eq!(json!([seen["id"], seen["username"], seen.get("email")]), json!([ada.id, "ada", null]));
    for path in ["/users?q=ada".to_owned(), "/rooms".to_owned(), format!("/rooms/{room_id}/members")] {
        let answer = bob.get(&path).await.expect(200);
        assert!(answer.to_string().contains(&ada.id) || path == "/rooms", "{path}: {answer}");
        assert!(!answer.to_string().contains("ada@example.org"), "{path}: {answer}");
    }
}

async fn what_is_absent_stays_and_null_clears(server: &Server) {
    let ada = register(server, "ada", "Ada").await;
    let picture = "https://pictures.example.org/ada.png?size=2";
    let shown = |user: &Value| json!([user["display_name"], user.get("avatar_url"), user.get("email")]);
    for (change, wanted) in [
        (json!({ "email": "ada@example.org", "avatar_url": picture }), json!(["Ada", picture, "ada@example.org"])),
        (json!({}), json!(["Ada", picture, "ada@example.org"])),
        (json!({ "display_name": "Ada L." }), json!(["Ada L.", picture, "ada@example.org"])),
        (json!({ "avatar_url": null }), json!(["Ada L.", null, "ada@example.org"])),
        (json!({ "avatar_url": null, "email": null }), json!(["Ada L.", null, null])),
        (json!({ "email": "lovelace@example.org" }), json!(["Ada L.", null, "lovelace@example.org"])),
    ] {
        let changed = ada.patch("/users/me", change.clone()).await.expect(200);
        assert_eq!(shown(&changed), wanted, "{change}");
        assert_eq!(ada.get("/users/me").await.expect(200), changed, "{change}");
    }
}

async fn who_shares_a_room_hears_of_a_new_name(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let (bob, cyd) = (Person::register(server, "bob").await, Person::register(server, "cyd").await);
    let eve = Person::register(server, "eve").await;
    ada.group("Kitchen", &[&bob]).await;
    ada.direct(&cyd).await;
    let phone = Person::login(server, "ada").await;
    let (mut own, mut stranger) = (phone.listen().await, eve.listen().await);
    let mut friends = [bob.listen().await, cyd.listen().await];
    ada.patch("/users/me", json!({ "display_name": "Ada L.", "email": "ada@example.org" })).await.expect(200);
    for friend in &mut friends {
        let user = friend.until("user.updated").await["data"]["user"].clone();
        assert_eq!(json!([user["id"], user["display_name"], user.get("email")]), json!([ada.id, "Ada L.", null]));
    }
    let is_own = |frame: &Value| frame["type"] == "user.updated" && frame["data"]["user"]["email"] == "ada@example.org";
    own.find(is_own).await.expect("one's other devices hear all of it");
    let heard = stranger.drain().await;
    assert!(heard.iter().all(|frame| frame["type"] != "user.updated"), "{heard:?}");
}

async fn what_does_not_fit_a_record_is_refused(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let before = ada.get("/users/me").await.expect(200);
    for (field, value) in [
        ("avatar_url", json!("javascript:alert(1)")),
        ("avatar_url", json!("data:image/png;base64,AAAA")),
        ("avatar_url", json!("//pictures.example.org/ada.png")),
        ("avatar_url", json!("https://")),
        ("avatar_url", json!("https://pictures.example.org/a b.png")),
        ("avatar_url", json!("")),
        ("avatar_url", json!(format!("https://pictures.example.org/{}", "x".repeat(2048)))),
        ("email", json!("not-an-address")),
        ("email", json!("ada@")),
        ("email", json!("ada@example.org\r\nBcc: eve@example.org")),
        ("email", json!("")),
        ("display_name", json!("")),
        ("display_name", json!("x".repeat(65))),
        ("display_name", json!("nul\u{0}")),
        ("display_name", Value::Null),
        ("display_name", json!(7)),
        ("username", json!("eve")),
        ("is_bot", json!(true)),
    ] {
        let problem = ada.patch("/users/me", json!({ field: value })).await.problem(422, "validation_failed");
        let found = pointers(&problem);
        assert!(!found.is_empty() && found.iter().all(|pointer| pointer[1..] == *field), "{field}: {value}: {problem}");
        let given = value.as_str().filter(|text| text.len() > 4);
        assert!(given.is_none_or(|text| !problem.to_string().contains(text)), "{problem}");
    }
    // One bad field keeps the good ones out too.
    ada.patch("/users/me", json!({ "display_name": "Ada L.", "email": "nonsense" })).await.problem(422, "validation_failed");
    assert_eq!(ada.get("/users/me").await.expect(200), before);
    ada.patch("/users/me", json!([])).await.problem(422, "validation_failed");
    ada.patch("/users/me", json!({ "display_name": "é".repeat(64) })).await.expect(200);
}

async fn nobody_is_found_at_an_unknown_id(server: &Server) {
    let ada = Person::register(server, "ada").await;
    ada.get(&format!("/users/{}", ada.session_id)).await.problem(404, "not_found");
    let problem = ada.get("/users/ada").await.problem(400, "bad_request");
    assert_eq!(pointers(&problem), ["/path/user_id"]);
    server.client().get(&format!("/users/{}", ada.id)).await.problem(401, "unauthorized");
}

async fn who_leaves_for_good_is_signed_out_and_frees_the_name(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let phone = Person::login(server, "ada").await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let alone = ada.group("Diary", &[]).await;
    let (mut streams, mut friend) = ([ada.listen().await, phone.listen().await], bob.listen().await);
    ada.delete("/users/me").await.expect(204);
    let began = std::time::Instant::now();
    for stream in &mut streams {
        assert_eq!(stream.closed().await, 4401);
    }
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    for device in [&ada, &phone] {
        device.get("/users/me").await.problem(401, "unauthorized");
        let body = json!({ "refresh_token": device.refresh_token });
        server.client().post("/auth/refresh", body).await.problem(401, "invalid_refresh_token");
    }
    let body = json!({ "username": "ada", "password": PASSWORD });
    server.client().post("/auth/login", body).await.problem(401, "invalid_credentials");
    let left = friend.until("member.left").await;
    assert_eq!(json!([left["data"]["user_id"], left["data"]["room_id"]]), json!([ada.id, room_id]));
    let room = bob.get(&format!("/rooms/{room_id}")).await.expect(200);
    assert_eq!(json!([room["member_count"], room["owner_id"], room["my_role"]]), json!([1, bob.id, "owner"]));
    assert_eq!(found(&bob, &[]).await, ["bob"]);
    let heir = Person::register(server, "ada").await;
    assert_ne!(heir.id, ada.id);
    assert_eq!(heir.get("/rooms").await.expect(200)["items"], json!([]), "a name is all that is inherited");
    heir.get(&format!("/rooms/{alone}")).await.problem(404, "not_found");
}

async fn what_they_wrote_stays_of_a_deleted_user(server: &Server) {
    let body = json!({ "username": "ada", "password": PASSWORD, "display_name": "Ada Lovelace", "email": "ada@example.org" });
    let ada = Person::of(server, &server.client().post("/auth/register", body).await.expect(201));
    let bob = Person::register(server, "bob").await;
    let (group, direct) = (ada.group("Kitchen", &[&bob]).await, ada.direct(&bob).await);
    for room_id in [&group, &direct] {
        ada.say(room_id, "I was here.").await;
    }
    let mut friend = bob.listen().await;
    ada.delete("/users/me").await.expect(204);
    for room_id in [&group, &direct] {
        let history = bob.history(room_id).await;
        let kept = history.iter().find(|message| message["content"] == "I was here.").expect("what was said stays");
        assert_eq!(kept["sender_id"], ada.id.as_str());
    }
    let told = friend.find(|frame| frame["type"] == "user.updated").await.expect("those who know them hear of it");
    assert_eq!(json!([told["data"]["user"]["id"], told["data"]["user"]["display_name"]]), json!([ada.id, "deleted user"]));
    let members = bob.get(&format!("/rooms/{direct}/members")).await.expect(200);
    let member = members["items"].as_array().into_iter().flatten().find(|member| member["user_id"] == ada.id.as_str());
    assert_eq!(member.map(|member| &member["user"]["display_name"]), Some(&json!("deleted user")), "{members}");
    // Who reads an old message can still ask whose it was.
    let sender = bob.get(&format!("/users/{}", ada.id)).await.expect(200);
    assert_eq!(json!([sender["display_name"], sender["is_online"]]), json!(["deleted user", false]));
    for trace in ["Lovelace", "ada@example.org"] {
        assert!(!format!("{told}{members}{sender}").contains(trace), "{trace} is still there");
    }
}
