//! A restored log is another life: cursors of the old one lead to `resync`, and never into a history that is not theirs.

use serde_json::json;
use tests::person::text;
use tests::scene::pair;
use tests::{Engine, Person, Server, on_both_engines};

use super::{back_up, restored};

on_both_engines![a_cursor_of_before_the_restore_leads_to_a_resync, a_restored_life_can_be_restored_again];

/// What a socket and a poll say to a cursor. Both are led on.
async fn reason(person: &Person, cursor: &str) -> String {
    let mut socket = person.connect(Some(cursor)).await;
    let resync = socket.until("resync").await;
    let page = person.get(&format!("/sync?cursor={cursor}")).await.expect(200);
    assert_eq!((&page["items"], &page["resync"]["reason"]), (&json!([]), &resync["data"]["reason"]));
    let next = person.get(&format!("/sync?cursor={}", text(&resync["data"]["cursor"]))).await.expect(200);
    assert_eq!(next.get("resync"), None, "it goes on from the cursor that it was given");
    text(&resync["data"]["reason"])
}

async fn cursor(person: &Person) -> String {
    text(&person.get("/sync").await.expect(200)["next_cursor"])
}

async fn a_cursor_of_before_the_restore_leads_to_a_resync(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let early = cursor(&bob).await;
    ada.say(&room_id, "in the backup").await;
    let file = back_up(server, "backup").await;
    ada.say(&room_id, "not in the backup").await;
    let late = cursor(&bob).await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let other = restored(engine, &file).await;
        other.run().await;
        let (ada, bob) = (Person::login(&other, "ada").await, Person::login(&other, "bob").await);
        // So that the position of the late cursor is one of the new life as well.
        let said = ada.say(&room_id, "said after the restore").await;
        assert_eq!((reason(&bob, &early).await, reason(&bob, &late).await), ("restored".to_owned(), "restored".to_owned()));
        // The new life is one as any other.
        let now = cursor(&bob).await;
        let next = ada.say(&room_id, "and the next").await;
        assert!(next["seq"].as_u64() > said["seq"].as_u64());
        let heard = bob.connect(Some(&now)).await.up_to(&next).await;
        assert_eq!(heard.len(), 1);
        // Of a server that has nothing to do with it.
        let stranger = Server::start(engine).await;
        let foreign = cursor(&Person::register(&stranger, "bob").await).await;
        assert_eq!(reason(&bob, &foreign).await, "epoch");
    }
}

async fn a_restored_life_can_be_restored_again(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    ada.say(&room_id, "first").await;
    let (first, file) = (cursor(&ada).await, back_up(server, "backup").await);
    let second = restored(server.engine, &file).await;
    second.run().await;
    let (of_second, file) = (cursor(&Person::login(&second, "ada").await).await, back_up(&second, "again").await);
    let third = restored(Engine::Sqlite, &file).await;
    third.run().await;
    let ada = Person::login(&third, "ada").await;
    assert_eq!(reason(&ada, &of_second).await, "restored");
    assert_eq!(reason(&ada, &first).await, "epoch");
}
