//! `causerie verify`: a deployment that keeps its promises passes and is left clean, also when the run is interrupted; a proxy
//! that lies about it is found out.

use std::process::Stdio;

use serde_json::{Value, json};
use tests::server::{binary, signal};
use tests::{Engine, Person, Server, on_both_engines};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

mod liar;
mod request;

use liar::{Liar, Lie};

on_both_engines![a_deployment_that_keeps_its_promises_passes];

/// What came of a run: the exit status, what it printed, and its report.
struct Run {
    status: Option<i32>,
    printed: String,
    report: Value,
}

async fn verify(url: &str) -> Run {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let out = folder.path().join("report.json");
    let mut command = Command::new(binary());
    command.args(["verify", "--url", url, "--users", "6", "--minutes", "0.1", "--seed", "7", "--out"]).arg(&out);
    let output = command.output().await.expect("the command can be started");
    let report = std::fs::read(&out).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let printed = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    Run { status: output.status.code(), printed, report }
}

/// A run of minutes that gets a Ctrl-C whenever it says the next of these things.
async fn interrupted(server: &Server, users: &str, at: &[&str]) -> Run {
    let mut command = Command::new(binary());
    command.args(["verify", "--url", &format!("http://{}", server.address()), "--users", users, "--minutes", "10", "--seed", "7"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("the command can be started");
    let (id, mut stdout) = (child.id().expect("it runs"), child.stdout.take().expect("it is piped"));
    let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let (mut printed, mut at) = (String::new(), at.iter());
    let mut next = at.next();
    while let Some(line) = lines.next_line().await.expect("it writes UTF-8") {
        if next.is_some_and(|next| line.contains(*next)) {
            signal(id, "INT");
            next = at.next();
        }
        printed += &format!("{line}\n");
    }
    stdout.read_to_string(&mut printed).await.expect("it writes UTF-8");
    assert!(next.is_none(), "it never said {next:?}: {printed}");
    Run { status: child.wait().await.expect("it can be waited for").code(), printed, report: Value::Null }
}

/// The people of a server, apart from the one who asks.
async fn others(server: &Server) -> Vec<String> {
    let ada = Person::register(server, "ada").await;
    let everybody = ada.get("/users").await.expect(200);
    let names = everybody["items"].as_array().into_iter().flatten().filter_map(|user| user["username"].as_str());
    names.filter(|name| *name != "ada").map(str::to_owned).collect()
}

async fn a_deployment_that_keeps_its_promises_passes(server: &Server) {
    let run = verify(&format!("http://{}", server.address())).await;
    assert_eq!(run.status, Some(0), "{}", run.printed);
    assert!(run.printed.contains("no violation"), "{}", run.printed);
    assert_eq!(run.report["violations"], 0);
    assert_eq!(run.report["rules"].as_array().map(Vec::len), Some(11));
    assert!(run.report["counts"]["messages acknowledged"].as_u64() > Some(20), "{}", run.report);
    assert!(run.report["counts"]["of them with a cursor"].as_u64() > Some(0), "{}", run.report);
    assert!(others(server).await.is_empty(), "something is left of it");
}

async fn found_out(lie: Lie, rule: &str) {
    let server = Server::start(Engine::Sqlite).await;
    let liar = Liar::start(server.address(), lie).await;
    let run = verify(&format!("http://{}", liar.address)).await;
    assert_eq!(run.status, Some(1), "{}", run.printed);
    let rules = run.report["rules"].as_array().expect("the report has the rules");
    let found = rules.iter().find(|found| found["rule"] == rule).expect("the rule is there");
    assert!(found["violations"].as_u64() > Some(0) && run.printed.contains(&format!("\n{rule} (")), "{}", run.printed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_keeps_a_frame_back_is_found_out() {
    found_out(Lie::KeepBack, "silent gap").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_tells_a_frame_twice_is_found_out() {
    found_out(Lie::TellTwice, "doubled").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_changes_a_number_is_found_out() {
    found_out(Lie::Renumber, "order").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_lets_nobody_come_back_is_found_out() {
    found_out(Lie::SendAway, "silent gap").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_makes_excuses_is_found_out() {
    found_out(Lie::Excuse, "silent gap").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_forbids_members_to_send_is_found_out() {
    found_out(Lie::Forbid, "stale read").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_strict_is_obeyed() {
    let server = Server::start(Engine::Sqlite).await;
    let liar = Liar::start(server.address(), Lie::BeStrict).await;
    let run = verify(&format!("http://{}", liar.address)).await;
    assert_eq!(run.status, Some(0), "{}", run.printed);
    assert_eq!((&run.report["violations"], &run.report["counts"]["put off (429)"]), (&json!(0), &json!(1)), "{}", run.report);
    assert!(run.report["times"]["refresh"]["count"].as_u64() > Some(0), "no token was exchanged: {}", run.report);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_interrupted_while_people_talk_judges_and_cleans() {
    let server = Server::start(Engine::Sqlite).await;
    let run = interrupted(&server, "4", &["are registered"]).await;
    assert_eq!(run.status, Some(0), "{}", run.printed);
    assert!(run.printed.contains("interrupted") && run.printed.contains("no violation"), "{}", run.printed);
    assert!(others(&server).await.is_empty(), "{}", run.printed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_interrupted_while_people_come_cleans() {
    let server = Server::start(Engine::Sqlite).await;
    let run = interrupted(&server, "40", &["seed 7"]).await;
    assert_eq!(run.status, Some(2), "{}", run.printed);
    assert!(run.printed.contains("interrupted before anybody had talked"), "{}", run.printed);
    assert!(!run.printed.contains("not deleted") && !run.printed.contains("are registered"), "{}", run.printed);
    assert!(others(&server).await.is_empty(), "{}", run.printed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_interrupted_twice_names_what_is_left() {
    let server = Server::start(Engine::Sqlite).await;
    let run = interrupted(&server, "12", &["are registered", "deleting what was made"]).await;
    assert_eq!(run.status, Some(2), "{}", run.printed);
    let (_, named) = run.printed.trim_end().split_once("interrupted twice; not deleted: ").expect("it names what is left");
    let left = others(&server).await;
    assert!(!left.is_empty() && left.iter().all(|name| named.split(", ").any(|named| named == name)), "{left:?}: {}", run.printed);
}

#[tokio::test]
async fn where_nobody_is_nothing_is_found_out() {
    let run = verify("http://127.0.0.1:9").await;
    assert_eq!(run.status, Some(2), "{}", run.printed);
    assert!(run.printed.contains("http://127.0.0.1:9 cannot be used"), "{}", run.printed);
    assert_eq!(verify("nonsense").await.status, Some(2));
}
