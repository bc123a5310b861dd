//! `causerie verify`: a deployment that keeps its promises passes and is left clean; a proxy that lies about it is found out.

use serde_json::Value;
use tests::server::binary;
use tests::{Engine, Person, Server, on_both_engines};
use tokio::process::Command;

mod liar;

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

async fn a_deployment_that_keeps_its_promises_passes(server: &Server) {
    let run = verify(&format!("http://{}", server.address())).await;
    assert_eq!(run.status, Some(0), "{}", run.printed);
    assert!(run.printed.contains("no violation"), "{}", run.printed);
    assert_eq!(run.report["violations"], 0);
    assert_eq!(run.report["rules"].as_array().map(Vec::len), Some(11));
    assert!(run.report["counts"]["messages acknowledged"].as_u64() > Some(20), "{}", run.report);
    assert!(run.report["counts"]["of them with a cursor"].as_u64() > Some(0), "{}", run.report);
    // Nothing is left of it.
    let ada = Person::register(server, "ada").await;
    let everybody = ada.get("/users").await.expect(200);
    let names: Vec<&str> = everybody["items"].as_array().into_iter().flatten().filter_map(|user| user["username"].as_str()).collect();
    assert_eq!(names, ["ada"]);
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

#[tokio::test]
async fn where_nobody_is_nothing_is_found_out() {
    let run = verify("http://127.0.0.1:9").await;
    assert_eq!(run.status, Some(2), "{}", run.printed);
    assert!(run.printed.contains("http://127.0.0.1:9 cannot be used"), "{}", run.printed);
    assert_eq!(verify("nonsense").await.status, Some(2));
}
