//! The floor plan: holds the table of `docs/architecture.md` against the code. A moved wall is a change to that page
//! and to this test in one commit.

use std::path::{Path, PathBuf};

/// A room of `src`, and the rooms it may use.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    may_hold_sql: bool,
    may_speak_http: bool,
    may_describe_types: bool,
}

const fn room(name: &'static str, may_use: &'static [&'static str]) -> Room {
    Room { name, may_use, may_hold_sql: false, may_speak_http: false, may_describe_types: false }
}

const ALL: &[&str] = &["planted", "domain", "config", "storage", "pubsub", "services", "api", "socket", "jobs", "start", "telemetry"];

const ROOMS: &[Room] = &[
    room("planted", &[]),
    Room { may_describe_types: true, ..room("domain", &[]) },
    room("config", &["domain"]),
    Room { may_hold_sql: true, ..room("storage", &["domain", "config"]) },
    room("pubsub", &["domain"]),
    Room { may_describe_types: true, ..room("services", &["planted", "domain", "config", "storage", "pubsub"]) },
    Room { may_speak_http: true, may_describe_types: true, ..room("api", &["domain", "config", "services"]) },
    Room { may_speak_http: true, may_describe_types: true, ..room("socket", &["planted", "domain", "config", "services", "api"]) },
    room("jobs", &["domain", "config", "services"]),
    Room { may_speak_http: true, may_describe_types: true, ..room("start", ALL) },
    room("telemetry", ALL),
];

/// The first words of statements; whole words, in capitals, as the statements here are written.
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "DROP TABLE ",
    "ALTER TABLE ",
    "PRAGMA ",
    "WITH ",
];

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The room that the file stands in: the first step of its path, without `.rs`.
    fn room(&self) -> Option<&'static Room> {
        let first = self.path.components().next()?.as_os_str().to_string_lossy().into_owned();
        let name = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
        ROOMS.iter().find(|room| room.name == name)
    }

    /// The lines of code, numbered from 1; comments are not code.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut folders) = (Vec::new(), vec![top.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder of the sources can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
                found.push(Source { path: path.strip_prefix(&top).expect("it is below").to_path_buf(), text });
            }
        }
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Whether `name` occurs in the line as a path's first step: `name::`, with nothing of a word before it.
fn uses(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    line.match_indices(&path).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        || line.starts_with(&format!("use {name};"))
}

#[test]
fn each_room_uses_only_rooms_above_it() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(room) = source.room() else { continue };
        for (at, line) in source.code() {
            for other in ALL.iter().filter(|other| **other != room.name && !room.may_use.contains(other)) {
                if uses(line, &format!("crate::{other}")) || line.contains(&format!("use crate::{other};")) {
                    faults.push(format!("src/{}:{at}: {} may not use {other}: {line}", source.path.display(), room.name));
                }
            }
            if room.may_use.len() < ALL.len() && line.contains("use crate::{") || line.contains("super::super::super::") {
                faults.push(format!("src/{}:{at}: name each room in a `use` of its own: {line}", source.path.display()));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_page_has_the_same_table() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/architecture.md")).expect("it can be read");
    let rows: Vec<(String, String)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| Some((row.split('`').next()?.to_owned(), row.trim_end_matches(" |").rsplit("| ").next()?.to_owned())))
        .collect();
    let ours = ROOMS.iter().map(|room| {
        let uses = if room.may_use.len() == ALL.len() { "everything".to_owned() } else { room.may_use.join(", ") };
        (room.name.to_owned(), if uses.is_empty() { "–".to_owned() } else { uses })
    });
    assert_eq!(rows, ours.collect::<Vec<_>>());
}

#[test]
fn only_storage_speaks_sql() {
    let mut faults = Vec::new();
    for source in sources() {
        if source.room().is_some_and(|room| room.may_hold_sql) {
            continue;
        }
        for (at, line) in source.code() {
            let literals = line.split('"').skip(1).step_by(2);
            if literals.into_iter().any(|literal| SQL.iter().any(|words| literal.trim_start().starts_with(words))) {
                faults.push(format!("src/{}:{at}: SQL outside storage: {line}", source.path.display()));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn only_the_edges_speak_http() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(room) = source.room() else { continue };
        for (at, line) in source.code() {
            if !room.may_speak_http && uses(line, "poem") {
                faults.push(format!("src/{}:{at}: poem outside the edges: {line}", source.path.display()));
            }
            if !room.may_describe_types && uses(line, "poem_openapi") {
                faults.push(format!("src/{}:{at}: poem_openapi in {}: {line}", source.path.display(), room.name));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_file_stands_in_a_room_and_says_what_it_owns() {
    let mut faults = Vec::new();
    for source in sources() {
        let is_door = source.path == Path::new("lib.rs") || source.path == Path::new("main.rs");
        if source.room().is_none() && !is_door {
            faults.push(format!("src/{} stands in no room of the table", source.path.display()));
        }
        if !source.text.starts_with("//! ") {
            faults.push(format!("src/{} does not open with what it owns (`//! …`)", source.path.display()));
        }
    }
    assert_none(&faults);
}

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    let sources = sources();
    let lengths: Vec<(usize, &Path)> = sources.iter().map(|source| (source.text.lines().count(), source.path.as_path())).collect();
    for (length, path) in lengths.iter().filter(|(length, _)| *length > 500) {
        faults.push(format!("src/{} has {length} lines; the most is 500", path.display()));
    }
    let long: Vec<String> =
        lengths.iter().filter(|(length, _)| *length > 300).map(|(n, path)| format!("src/{} ({n})", path.display())).collect();
    if long.len() * 10 > lengths.len() {
        faults.push(format!("more than one file in ten has over 300 lines: {}", long.join(", ")));
    }
    assert_none(&faults);
}

#[test]
fn both_engines_have_the_same_migrations_each_with_its_way_back() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(engine);
        let entries = std::fs::read_dir(folder).expect("the folder of the migrations can be read");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    for up in sqlite.iter().filter_map(|name| name.strip_suffix(".up.sql")) {
        assert!(sqlite.contains(&format!("{up}.down.sql")), "{up} has no way back");
    }
}
