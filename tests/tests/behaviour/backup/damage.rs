//! Files that are not what was written, and databases that are not empty: both are refused, and nothing is changed.

use std::path::Path;

use tests::engine::Database;
use tests::scene::pair;
use tests::{Engine, Person, Server, on_both_engines};

use super::{back_up, empty, lines, run, word};

on_both_engines![
    what_was_cut_off_or_altered_is_refused_and_changes_nothing,
    a_database_that_is_not_empty_is_refused,
    an_empty_database_has_no_backup,
];

/// Whether the database has people. Emptiness is asked of a backup, since a server would begin to live there.
async fn holds_rows(server: &Server, name: &str) -> bool {
    let file = back_up(server, name).await;
    let rows: serde_json::Value = serde_json::from_str(lines(&file).last().expect("there is a line")).expect("it is JSON");
    let counts = rows["rows"].as_object().expect("there are counts");
    counts.iter().any(|(table, count)| table != "log_head" && *count != 0)
}

async fn what_was_cut_off_or_altered_is_refused_and_changes_nothing(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    for number in 0..10 {
        ada.say(&room_id, &format!("number {number} @bob")).await;
    }
    bob.say(&room_id, "good").await;
    let file = back_up(server, "backup").await;
    let whole = std::fs::read(&file).expect("it can be read");
    let text = String::from_utf8(whole.clone()).expect("it is text");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut bad: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("another file", b"{\"hello\":1}\n{\"rows\":{},\"sha256\":\"\"}\n".to_vec()),
        ("no last line", lines[..lines.len() - 1].concat().into_bytes()),
        ("no end of the last line", whole[..whole.len() - 1].to_vec()),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("the first line alone", lines[0].as_bytes().to_vec()),
        ("more after the end", [&whole[..], b"[]\n"].concat()),
        ("one word is another", text.replacen("good", "evil", 1).into_bytes()),
        ("another epoch", text.replacen("\"epoch\":", "\"epoch\":1", 1).into_bytes()),
        ("a newer form", text.replacen("\"causerie_backup\":1", "\"causerie_backup\":2", 1).into_bytes()),
    ];
    let mut without_a_row = lines.clone();
    let row = lines.iter().position(|line| line.contains("number 5")).expect("there is such a row");
    without_a_row.remove(row);
    bad.push(("a row is missing", without_a_row.concat().into_bytes()));
    let mut swapped = lines.clone();
    swapped.swap(row, row + 1);
    bad.push(("two rows have changed places", swapped.concat().into_bytes()));
    let mut flipped = whole.clone();
    flipped[whole.len() / 3] ^= 1;
    bad.push(("a bit has turned", flipped));
    let other = empty(server.engine);
    run(&other, &["migrate", "up"]).await.expect("it is migrated");
    for (what, bytes) in &bad {
        assert_ne!(*bytes, whole, "{what}");
        let file = server.folder().join("bad");
        std::fs::write(&file, bytes).expect("it can be written");
        let complaint = run(&other, &["restore", word(&file)]).await.expect_err(what);
        assert!(["damaged", "no backup", "a form"].iter().any(|words| complaint.contains(words)), "{what}: {complaint}");
    }
    assert!(!holds_rows(&other, "after").await, "something was changed");
    run(&other, &["restore", word(&file)]).await.expect("the good one is restored");
    other.run().await;
    assert_eq!(Person::login(&other, "bob").await.history(&room_id).await.len(), bob.history(&room_id).await.len());
}

async fn a_database_that_is_not_empty_is_refused(server: &Server) {
    let (ada, _, room_id) = pair(server).await;
    let file = back_up(server, "backup").await;
    let said = ada.say(&room_id, "after the backup").await;
    for attempt in 0..2 {
        if attempt == 1 {
            server.terminate().await;
        }
        let complaint = run(server, &["restore", word(&file)]).await.expect_err("it is not empty");
        assert!(complaint.contains("not empty"), "{complaint}");
    }
    server.run().await;
    // Also the token, since it is the same key, and the cursor, since it is the same life.
    assert_eq!(ada.history(&room_id).await.last(), Some(&said));
}

async fn an_empty_database_has_no_backup(server: &Server) {
    let other = empty(server.engine);
    let file = other.folder().join("backup");
    let complaint = run(&other, &["backup", word(&file)]).await.expect_err("there is nothing");
    assert!(complaint.contains("empty") || complaint.contains("cannot be opened"), "{complaint}");
    assert!(!file.exists() && !other.folder().join("causerie.db").exists(), "it makes no file");
    // Nor does a folder that is not there.
    let nowhere = Server::idle(Engine::Sqlite, Database::at("sqlite:///nowhere/causerie.db".to_owned()), &[], &[]);
    run(&nowhere, &["backup", word(Path::new("/nowhere/backup"))]).await.expect_err("there is no database");
}
