//! That the disk comes before the word: a trace of the server shows that the WAL was synced before an answer was written.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::told::Told;
use super::trace::{self, Call};
use super::wait_until;
use crate::engine::Database;
use crate::{Engine, Person, Server};

const CALLS: &str = "trace=fsync,fdatasync,sendto,write,writev,sendmsg,pwrite64";

/// Sends a message over HTTP and one over the event stream, and shows the order of write, sync and answer for both.
pub async fn sync() -> Result<Told> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("trace");
    let path = file.to_str().context("the temporary folder has a plain name")?;
    // -D: strace stands beside the server and not above it, so that signals reach the server itself.
    let strace = ["strace", "-D", "-f", "-y", "-ttt", "-T", "-s", "16384", "-e", CALLS, "-o", path];
    let server = Server::of(Engine::Sqlite, Database::new(Engine::Sqlite), &[("CAUSERIE_RATE_LIMITS", "off")], &strace).await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let mut socket = ada.listen().await;
    let sent = ada.say(&room_id, "over-http-4711").await;
    let id = sent["id"].as_str().context("a message has an id")?;
    let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": "over-socket-4712" })).await;
    ensure!(answer["type"] == "ack", "message.send was answered by {answer}");
    server.terminate().await;
    wait_until("strace ends with the server", Duration::from_secs(30), || has_ended(&file)).await?;
    let calls = trace::read(&std::fs::read_to_string(&file)?);
    println!("{} system calls were traced", calls.len());
    show("the answer 201", &calls, "over-http-4711", &["HTTP/1.1 201", id])?;
    show("the ack of the event stream", &calls, "over-socket-4712", &["\"type\":\"ack\"", "over-socket-4712"])?;
    Ok(Told::new(2, 0).with("system calls traced", calls.len()))
}

/// The last line of a trace tells how the process itself ended.
fn has_ended(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().next_back().is_some_and(|line| line.ends_with("+++ exited with 0 +++"))
}

/// Finds the WAL write of a text, the sync after it and the answer, prints them, and holds their order.
fn show(what: &str, calls: &[Call], text: &str, answer: &[&str]) -> Result<()> {
    let is_answer = |call: &&Call| !call.is_on("-wal") && call.wrote(answer);
    let answer_call = calls.iter().find(is_answer).with_context(|| format!("{what} is not in the trace"))?;
    // A checkpoint may write the text again, later; the first one is the commit's.
    let is_write = |call: &&Call| call.is_on("-wal") && call.wrote(&[text]);
    let written = calls.iter().find(is_write).with_context(|| format!("the WAL write of {text} is not in the trace"))?;
    let is_sync = |call: &&Call| call.is_sync() && call.is_on("-wal") && written.precedes(call);
    let synced = calls.iter().find(is_sync).with_context(|| format!("no sync of the WAL follows the write of {text}"))?;
    println!("{what}:");
    println!("  written  {}", written.show(text));
    println!("  synced   {}", synced.show(""));
    println!("  answered {}", answer_call.show(answer[0]));
    ensure!(synced.precedes(answer_call), "{what} was written before the WAL was synced");
    let gap = (answer_call.times.0 - synced.times.1) * 1e6;
    println!("  the sync had ended {gap:.0} µs before the answer began");
    Ok(())
}
