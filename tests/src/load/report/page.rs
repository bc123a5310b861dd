//! The page of the documents: what was measured on what, what it means, and how to run it again. It is made, and never typed.

use std::fmt::Write;

use super::super::goals::{Reached, hold};
use super::super::plan::Work;
use super::super::profile::Part;
use super::super::record::{Of, Record};
use super::super::work::names;
use super::table::{goals, lay_out, number, runs};

const INTRODUCTION: &str = "# How fast, how lean

Made by `cargo run -p tests --release -- load`; not to be edited. Absolute figures are of one machine; what can be compared is how
many times its **floor** a figure is, which was measured in the same run: a bare broadcast (hyper and tungstenite: what is posted
to a room goes to its sockets), a bare endpoint (poem: JSON in, JSON out), and the engine's own commits (one row each, and groups
of 64). The floor of what is accepted is the broadcast and then the commit on the same core. CPU is for 1,000 deliveries, and of
the server's processes alone.

Texts have 100 bytes. A delivery is one message arriving at one online member's socket, the sender's own too. In an open loop
messages come at a constant rate, and time counts from when one was due, not from when it was sent. *Held* is a rate of which 98
in 100 were accepted within the window and 99 in 100 delivered (W2 also: p99 below 1 s). Each window has a warm-up before it. Each
run counts what is missing, doubled, out of order, stray or cut off; any of these fails the command.

| workload | what |
|---|---|
| W1 | 20 rooms of 10 members, all online; 1, 16, 64 senders who wait for the answer; a constant rate |
| W2 | one room of 1,000 members, all online, one sender: so many messages in flight until everybody has them; a constant rate |
| W3 | idle sockets of signed-in people |
| W4 | a member of 50 rooms was away for so many messages: connecting, authentication, and all of them |
| W5 | the list of 1,000 rooms with 300 unread in 100 of them, in pages of 50 |
| W6 | pages of 50 from a room of 100,000 messages: the newest, and 400 back from it |
";

/// Where another build of the server lies, in the words of the page.
const OTHER: &str = "../other";

const LEGEND: &str = "`*`: others used more than 0.15 cores meanwhile. `†`: the generator used over 90 % of its core, so it may be what was
slow. Times are in milliseconds. *generator* and *others*: how much of a core. *wrong*: how often something was that must never be.
";

/// The page about these records, with the plots that lie in a folder beside it.
pub fn page(records: &[Record], plots: &[Vec<String>], folder: &str) -> String {
    let mut text = INTRODUCTION.to_owned();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n## Again\n\n```sh");
    for record in records {
        let other = if record.about.is_other { format!("CAUSERIE_BIN={OTHER}/target/release/causerie ") } else { String::new() };
        let _ = writeln!(text, "{other}cargo run -p tests --release -- {}", record.about.command);
    }
    let _ = writeln!(text, "cargo run -p tests --release -- load report target/load/*.json --write docs/performance.md\n```");
    if records.iter().any(|record| record.about.is_other) {
        let _ = writeln!(text, "\n`{OTHER}` is a checkout of the commit that is told below, with `cargo build --release` run in it.");
    }
    let now: Vec<&Record> = records.iter().filter(|record| record.is_plain()).collect();
    for (record, plots) in records.iter().zip(plots).filter(|(record, _)| record.is_plain()) {
        let _ = writeln!(text, "\n## {}\n\n{}", title(record), about(record));
        let _ = writeln!(text, "### Goals\n\n{}", goals(record));
        for plot in plots {
            let _ = writeln!(text, "![{}]({folder}/{plot}.svg)", plot.replace('-', " "));
        }
        let _ = write!(text, "\n### All runs\n\n{LEGEND}\n{}", runs(record));
    }
    text + &beside(&now) + &compared(records, &now) + &profiled(records)
}

/// What tells records apart: `sqlite`, `postgres`, `postgres-3-nodes`, `sqlite-0123456789ab` of another build, `sqlite-profile`.
pub fn slug(record: &Record) -> String {
    let engine = if record.about.engine == "SQLite" { "sqlite" } else { "postgres" };
    let nodes = if record.about.nodes > 1 { format!("-{}-nodes", record.about.nodes) } else { String::new() };
    let other = if record.about.is_other { format!("-{}", record.about.commit) } else { String::new() };
    format!("{engine}{nodes}{other}{}", if record.profiles.is_empty() { "" } else { "-profile" })
}

fn title(record: &Record) -> String {
    match record.about.nodes {
        1 => record.about.engine.clone(),
        nodes => format!("{}, {nodes} nodes", record.about.engine),
    }
}

/// The machine, the versions and the settings.
pub fn about(record: &Record) -> String {
    let about = &record.about;
    let pinned = about.pinned.as_ref().map_or("nothing is kept to a core".to_owned(), |(servers, generator)| {
        format!("servers, database and Redis on core {servers}, generator on core {generator}")
    });
    let sizes = if record.plan.is_quick { "; **quick: not the sizes that the goals are of**" } else { "" };
    format!("{} {pinned}. {} s a window{sizes}.\n", about.machine(), record.plan.secs)
}

/// What other engines and several nodes have, for what the first record has.
fn beside(records: &[&Record]) -> String {
    let Some((first, others)) = records.split_first().filter(|(_, others)| !others.is_empty()) else { return String::new() };
    let most = first.plan.senders.iter().max().copied().unwrap_or_default();
    let (closed, open) = (names::closed(most), names::open(1_000));
    let figures = [
        ("W1 accepted/s, most senders; goal on PostgreSQL ≥ 0.5×", Work::W1, &closed, "accepted_per_s"),
        ("W1 CPU s for 1,000 deliveries, most senders; goal on PostgreSQL ≤ 1.5×", Work::W1, &closed, "cpu_s_per_1000_deliveries"),
        ("W1 CPU s for 1,000 deliveries at 1,000/s; goal of several nodes: that of one", Work::W1, &open, "cpu_s_per_1000_deliveries"),
    ];
    let mut rows = Vec::new();
    for (what, work, name, figure) in figures {
        let Some(of_first) = first.figure(Of::Server, work, name, figure) else { continue };
        let cell = |other: &&Record| {
            let value = other.figure(Of::Server, work, name, figure);
            value.map_or("–".to_owned(), |value| format!("{} ({}×)", number(value), number(value / of_first)))
        };
        rows.push([what.to_owned(), number(of_first)].into_iter().chain(others.iter().map(cell)).collect());
    }
    let titles: Vec<String> = records.iter().map(|record| title(record)).collect();
    let heads: Vec<&str> = std::iter::once("figure").chain(titles.iter().map(String::as_str)).collect();
    format!("\n## Beside each other\n\n{}", lay_out(&heads, &rows))
}

/// What another build of the server had for the figures that have a goal, each with the floor of its own record.
fn compared(records: &[Record], now: &[&Record]) -> String {
    let mut text = String::new();
    for before in records.iter().filter(|record| record.about.is_other) {
        let is_like = |record: &&&Record| (&record.about.engine, record.about.nodes) == (&before.about.engine, before.about.nodes);
        let Some(after) = now.iter().find(is_like) else { continue };
        let after = hold(after);
        let row = |was: &Reached| {
            let is = after.iter().find(|is| is.goal.what == was.goal.what)?;
            let ratio = Some(is.measured / was.measured).filter(|ratio| ratio.is_finite() && *ratio > 0.0);
            let cells = [Some(was.measured), was.floor, Some(is.measured), is.floor, ratio];
            let cell = |value: Option<f64>| value.map_or("–".to_owned(), number);
            Some(std::iter::once(format!("{}, {}", was.goal.what, was.goal.unit)).chain(cells.map(cell)).collect())
        };
        let rows: Vec<Vec<String>> = hold(before).iter().filter_map(row).collect();
        let _ = writeln!(text, "\n## Before and after, {}\n\nBefore: {}", title(before), about(before));
        text += &lay_out(&["figure", "before", "its floor", "after", "its floor", "after / before"], &rows);
    }
    text
}

/// Where the servers' time goes.
fn profiled(records: &[Record]) -> String {
    let mut text = String::new();
    for record in records {
        for profile in &record.profiles {
            let row = |part: &Part| {
                let of_message = number(part.share * profile.cpu_us_per_message);
                vec![
                    format!("{} {}", part.thread, part.code),
                    format!("{:.1} %", 100.0 * part.share),
                    of_message,
                    format!("`{}`", part.most_in),
                ]
            };
            let rows: Vec<Vec<String>> = profile.parts.iter().map(row).collect();
            let (title, run) = (title(record), &profile.run);
            let _ = writeln!(text, "\n## Where the time goes, {title}, W1 {run}\n\n{}", about(record));
            let _ =
                writeln!(text, "The servers use {} µs of processor time a message; sampled by perf.\n", number(profile.cpu_us_per_message));
            text += &lay_out(&["thread and library", "share", "µs a message", "most in"], &rows);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::about::About;
    use super::super::super::account::Wrong;
    use super::super::super::plan::Plan;
    use super::super::super::profile::Profile;
    use super::super::super::record::Run;
    use super::*;

    fn record(engine: &str, accepted: f64) -> Record {
        let closed = |of, value: f64| Run::new(of, Work::W1, names::closed(64)).with("accepted_per_s", value);
        let open = |name: String, is_held: f64| Run::new(Of::Server, Work::W1, name).with("delivery_p99_ms", 2.0).with("is_held", is_held);
        let rows = Run::new(Of::Floor, Work::W1, names::commits(64)).with("rows_per_s", 40_000.0);
        let runs = vec![
            closed(Of::Floor, 40_000.0),
            rows,
            closed(Of::Server, accepted).with_wrong(Wrong { doubled: 3, ..Wrong::default() }),
            open(names::open(200), 1.0),
            open(names::open(1_000), 1.0),
            open(names::open(5_000), 0.0),
        ];
        let about = About { engine: engine.to_owned(), nodes: 1, command: "load --work w1".to_owned(), ..About::default() };
        Record { about, plan: Plan::new(false, None), runs, profiles: Vec::new() }
    }

    #[test]
    fn the_page_tells_floors_ratios_and_what_is_not_met() {
        let page = page(&[record("SQLite", 10_000.0)], &[vec!["sqlite-w1".to_owned()]], "performance");
        let cells = |beginning: &str| {
            let line = page.lines().find(|line| line.starts_with(beginning)).unwrap_or_else(|| panic!("no {beginning} in {page}"));
            line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(cells("| W1 accepted, 64")[1..], ["10,000", "20,000", "2.00", "≥ 15,000", "no"]);
        assert_eq!(cells("| W1 at 1,000/s, p99")[1..], ["2.00", "–", "–", "≤ 3.00", "yes"]);
        // One was not held, and the next was not even tried.
        for rate in ["5,000", "10,000"] {
            assert_eq!(cells(&format!("| W1 at {rate}/s"))[1], "not held");
        }
        assert!(!page.contains("| W4 10,000"), "what was not measured is not told");
        assert_eq!(cells("| closed loop, 64").last().map(String::as_str), Some("3"));
        assert!(page.contains("cargo run -p tests --release -- load --work w1\n") && page.contains("(performance/sqlite-w1.svg)"));
    }

    #[test]
    fn another_build_and_a_profile_have_sections_of_their_own() {
        let (mut before, mut profiled) = (record("SQLite", 5_000.0), record("SQLite", 9_000.0));
        before.about = About { is_other: true, commit: "0123456789ab".to_owned(), ..before.about };
        let part = Part { thread: "worker".to_owned(), code: "kernel".to_owned(), share: 0.25, most_in: "schedule".to_owned() };
        profiled.profiles.push(Profile { run: "closed".to_owned(), cpu_us_per_message: 200.0, parts: vec![part] });
        assert_eq!((slug(&before), slug(&profiled)), ("sqlite-0123456789ab".to_owned(), "sqlite-profile".to_owned()));
        let page = page(&[record("SQLite", 10_000.0), before, profiled], &[vec![], vec![], vec![]], "performance");
        assert_eq!(page.matches("\n### Goals").count(), 1, "{page}");
        let compared = "| W1 accepted, 64 senders, 1/s |    5,000 |    20,000 |   10,000 |    20,000 |           2.00 |";
        assert!(page.contains("CAUSERIE_BIN=../other/target/release/causerie cargo run") && page.contains(compared), "{page}");
        assert!(page.contains("| worker kernel      | 25.0 % |         50.0 | `schedule` |"), "{page}");
    }

    #[test]
    fn two_engines_are_told_beside_each_other() {
        let records = [record("SQLite", 10_000.0), record("PostgreSQL", 4_000.0)];
        let page = page(&records, &[vec![], vec![]], "performance");
        assert!(page.contains("4,000 (0.400×)"), "{page}");
        assert_eq!((slug(&records[0]), slug(&records[1])), ("sqlite".to_owned(), "postgres".to_owned()));
    }
}
