//! The matrix: every operation and frame, asked by everybody for everything, is answered as the judged table says.

use tests::authorisation::{Table, hold, path};
use tests::{Server, contract, on_both_engines};

on_both_engines![everybody_may_what_the_table_says];

fn table() -> Table {
    Table::read(&std::fs::read_to_string(path()).expect("the table is there"))
}

async fn everybody_may_what_the_table_says(server: &Server) {
    hold(server, &table()).await;
}

#[test]
fn the_table_has_every_cell_and_no_other() {
    let why = "cargo run -p tests -- authorisation writes its rows and columns anew; then judge each `?`";
    assert!(table().is_whole(), "tests/data/authorisation.txt is not complete, or has what is no cell: {why}");
}

/// The column of the muted is left out by rule for as long as there is nothing that mutes.
#[test]
fn nothing_mutes_anybody_yet() {
    let text = contract().document.to_string().to_lowercase();
    for word in ["\"mute", "\"muted", "\"unmute", "/mute", "is_muted"] {
        assert!(!text.contains(word), "openapi.yaml has {word}: the matrix needs the column `muted` (authorisation/cells.rs)");
    }
}
