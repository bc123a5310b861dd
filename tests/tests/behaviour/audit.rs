//! The audit: only administrators may, right counts pass, and a wrong one is named and counted.

use sqlx::{Connection, PgConnection, SqliteConnection};
use tests::{Engine, Person, Server, on_both_engines};

on_both_engines![only_administrators_count_again, right_counts_pass_and_a_wrong_one_is_named, a_role_is_granted_to_who_exists_and_once];

async fn grant(server: &Server, username: &str, role: &str) -> std::process::Output {
    server.command(&["user", "grant", username, role]).output().await.expect("the server's program can be started")
}

async fn only_administrators_count_again(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let granted = grant(server, "ada", "admin").await;
    assert!(granted.status.success(), "{}", String::from_utf8_lossy(&granted.stderr));
    ada.get("/admin/audit/unread").await.expect(200);
    bob.get("/admin/audit/unread").await.problem(403, "forbidden");
    server.client().get("/admin/audit/unread").await.problem(401, "unauthorized");
    ada.get("/admin/audit/unread?room_id=7").await.problem(400, "bad_request");
}

async fn a_role_is_granted_to_who_exists_and_once(server: &Server) {
    Person::register(server, "ada").await;
    for _ in 0..2 {
        assert!(grant(server, "ada", "admin").await.status.success());
    }
    for (username, role) in [("nobody", "admin"), ("ada", "emperor")] {
        let refused = grant(server, username, role).await;
        assert_eq!(refused.status.code(), Some(1));
        let why = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(why.contains(if role == "admin" { username } else { role }), "{why}");
    }
}

/// Makes a count wrong behind the server's back: a deletion that nobody noted.
async fn spoil(server: &Server) {
    const SPOIL: &str = "UPDATE rooms SET last_uncounted_seq = 0";
    match server.engine {
        Engine::Sqlite => {
            let mut conn = SqliteConnection::connect(&server.database_url()).await.expect("the file can be opened");
            sqlx::query(SPOIL).execute(&mut conn).await.expect("it is written");
        }
        Engine::Postgres => {
            let mut conn = PgConnection::connect(&server.database_url()).await.expect("the database can be reached");
            sqlx::query(SPOIL).execute(&mut conn).await.expect("it is written");
        }
    }
}

async fn right_counts_pass_and_a_wrong_one_is_named(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    grant(server, "ada", "admin").await;
    let (first, second) = (ada.direct(&bob).await, ada.group("Kitchen", &[&bob]).await);
    for room_id in [&first, &second] {
        ada.say(room_id, "one, @bob").await;
        let gone = ada.say(room_id, "two").await;
        ada.delete(&format!("/rooms/{room_id}/messages/{}", gone["id"].as_str().expect("an id"))).await.expect(200);
    }
    let audit = ada.get("/admin/audit/unread").await.expect(200);
    assert_eq!((&audit["members"], &audit["mismatch_count"]), (&4.into(), &0.into()), "{audit}");

    spoil(server).await;
    let audit = ada.get(&format!("/admin/audit/unread?room_id={first}")).await.expect(200);
    assert_eq!((&audit["members"], &audit["mismatch_count"]), (&2.into(), &1.into()), "{audit}");
    let wrong = &audit["mismatches"][0];
    assert_eq!((&wrong["room_id"], &wrong["user_id"]), (&first.as_str().into(), &bob.id.as_str().into()));
    assert_eq!((&wrong["unread_count"], &wrong["counted_unread"]), (&2.into(), &1.into()));
    assert_eq!((&wrong["mention_count"], &wrong["counted_mentions"]), (&1.into(), &1.into()));
    let metrics = server.client().get("//metrics").await.expect(200);
    assert!(metrics.as_str().is_some_and(|text| text.contains("causerie_unread_mismatches_total 1")), "the difference is counted");
}
