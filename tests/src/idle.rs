//! What idle sockets cost: memory, the rate at which they open, and the processor while nothing happens.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::{Engine, Person, Server};

/// The server lets a user have so many connections.
const PER_USER: usize = 10;
/// How many accounts, and how many sockets, are opened side by side.
const ACCOUNTS_AT_ONCE: usize = 8;
const SOCKETS_AT_ONCE: usize = 64;
/// Files that are open besides sockets.
const OTHER_FILES: usize = 500;
const IDLE: Duration = Duration::from_secs(5);
/// What a socket may cost.
const MOST_KIB: f64 = 15.0;

/// Opens so many sockets on a fresh server and prints what they cost.
pub async fn run(sockets: usize) -> Result<()> {
    raise_limit(sockets + OTHER_FILES)?;
    let server = Server::start(Engine::Sqlite).await;
    let begun = Instant::now();
    let people: Vec<Person> = stream::iter(0..sockets.div_ceil(PER_USER))
        .map(|number| {
            let server = &server;
            async move { Person::register(server, &format!("idler-{number}")).await }
        })
        .buffered(ACCOUNTS_AT_ONCE)
        .collect()
        .await;
    println!("accounts      {} in {:.1} s", people.len(), begun.elapsed().as_secs_f64());
    // A fresh process: what hashing passwords took and left would be filled with sockets, and they would seem cheap.
    server.terminate().await;
    server.run().await;
    let process = server.id().await;
    let before = resident_kib(process)?;
    let begun = Instant::now();
    let open = open_all(server.address(), &people, sockets).await?;
    let rate = sockets as f64 / begun.elapsed().as_secs_f64();
    let after = resident_kib(process)?;
    let cpu = cpu_secs(process)?;
    tokio::time::sleep(IDLE).await;
    let cpu = cpu_secs(process)? - cpu;
    let settled = resident_kib(process)?;
    let per_socket = after.saturating_sub(before) as f64 / sockets as f64;
    println!("sockets       {} caught up, {rate:.0} connects/s with authentication", open.len());
    println!("resident      {before} KiB before, {after} KiB with all sockets, {settled} KiB after {} s", IDLE.as_secs());
    println!("per socket    {per_socket:.2} KiB");
    println!("CPU idle      {:.2} % of one core over {} s", 100.0 * cpu / IDLE.as_secs_f64(), IDLE.as_secs());
    ensure!(open.len() == sockets, "{} of {sockets} sockets were closed", sockets - open.len());
    ensure!(per_socket <= MOST_KIB, "a socket costs {per_socket:.2} KiB, and that is more than {MOST_KIB}");
    Ok(())
}

/// Lets this process, and the server that it starts, have so many files open.
fn raise_limit(files: usize) -> Result<()> {
    let own = std::process::id().to_string();
    let set = |limit: String| Command::new("prlimit").args(["--pid", &own, &limit]).output();
    // The soft limit first, which everybody may raise up to the hard one.
    let is_set = set(format!("--nofile={files}:")).context("prlimit (of util-linux) can be started")?.status.success();
    if !is_set && !set(format!("--nofile={files}:{files}"))?.status.success() {
        bail!("{files} open files are needed; raise the hard limit (ulimit -Hn {files})");
    }
    Ok(())
}

/// Opens the sockets, waits until each is live, and goes on reading them.
async fn open_all(address: &str, people: &[Person], sockets: usize) -> Result<JoinSet<()>> {
    let tokens: Vec<String> = (0..sockets).map(|number| people[number / PER_USER].access_token.clone()).collect();
    let mut opening = stream::iter(tokens).map(|token| open(address, token)).buffer_unordered(SOCKETS_AT_ONCE);
    let mut open = JoinSet::new();
    while let Some(socket) = opening.next().await {
        let mut socket = socket?;
        // Reading answers the server's pings; it ends when the server closes.
        open.spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
    }
    while open.try_join_next().is_some() {}
    Ok(open)
}

/// Not [`crate::Socket`]: this one holds no frame against the contract and has small buffers, as there are thousands.
async fn open(address: &str, token: String) -> Result<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{address}/api/v1/events").into_client_request()?;
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse()?);
    request.headers_mut().insert("sec-websocket-protocol", "causerie.v1".parse()?);
    let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
    let connection = TcpStream::connect(address).await.context("cannot connect")?;
    let (mut socket, _) = client_async_with_config(request, connection, Some(config)).await.context("the event stream was refused")?;
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => {
                let frame: Value = serde_json::from_str(text.as_str())?;
                if frame["type"] == "caught_up" {
                    return Ok(socket);
                }
            }
            Some(Ok(Message::Ping(_))) => {}
            other => bail!("before `caught_up` came {other:?}"),
        }
    }
}

/// The memory that a process holds.
fn resident_kib(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("the kernel tells VmRSS")?;
    line.trim().trim_end_matches(" kB").parse().context("VmRSS is a number")
}

/// The processor time that a process has had.
fn cpu_secs(process: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let rest = stat.rsplit(") ").next().unwrap_or_default();
    // Fields 14 and 15; the first two were cut off.
    let ticks: u64 = rest.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    let a_second = Command::new("getconf").arg("CLK_TCK").output()?.stdout;
    let a_second: f64 = String::from_utf8_lossy(&a_second).trim().parse().context("getconf tells how long a tick is")?;
    Ok(ticks as f64 / a_second)
}
