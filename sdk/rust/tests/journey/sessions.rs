//! Sessions at their expiry, refused tokens, and ends.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use causerie_sdk::prelude::*;
use causerie_sdk::types::LoginRequest;
use causerie_sdk::{ClientBuilder, ClientCode, ConnectionState, MemoryStore, SessionStore};

use crate::people::{PASSWORD, arrive};
use crate::support::Server;

/// A clock that can be set forward, and a count of the refreshes.
#[derive(Clone, Default)]
struct Watch {
    skew_minutes: Arc<AtomicI64>,
    refreshes: Arc<AtomicU32>,
}

impl Watch {
    fn builder(&self, url: &str, store: Arc<dyn SessionStore>) -> ClientBuilder {
        let (skew, refreshes) = (self.skew_minutes.clone(), self.refreshes.clone());
        let clock = move || chrono::Utc::now() + chrono::TimeDelta::minutes(skew.load(Ordering::Relaxed));
        let log = move |entry: &causerie_sdk::LogEntry| {
            refreshes.fetch_add(u32::from(entry.operation == "refresh"), Ordering::Relaxed);
        };
        Client::builder(url).store(store).clock(clock).log(log)
    }

    fn count(&self) -> u32 {
        self.refreshes.load(Ordering::Relaxed)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_refreshed_once_at_its_expiry_by_all_tasks_and_clients() -> Result<()> {
    let server = Server::start()?;
    let (watch, store) = (Watch::default(), Arc::new(MemoryStore::default()));
    let carol = arrive(watch.builder(&server.url(), store.clone()), "carol").await?.chat;
    let other = watch.builder(&server.url(), store.clone()).resume().await?.context("the store has the session")?;
    carol.users().me().await?;
    assert_eq!(watch.count(), 0);
    watch.skew_minutes.store(12, Ordering::Relaxed);
    let tasks = (0..8).map(|number| {
        let chat = if number % 2 == 0 { carol.clone() } else { other.clone() };
        tokio::spawn(async move { chat.users().me().await })
    });
    for answer in futures_util::future::join_all(tasks).await {
        assert_eq!(answer??.username, "carol");
    }
    assert_eq!(watch.count(), 1);
    assert_eq!(carol.session_id(), other.session_id());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_is_refreshed_once_and_what_was_asked_is_done_once() -> Result<()> {
    let server = Server::start()?;
    let (watch, store) = (Watch::default(), Arc::new(MemoryStore::default()));
    arrive(watch.builder(&server.url(), store.clone()), "dora").await?;
    let mut kept = store.load().await.map_err(|error| anyhow::anyhow!(error))?.context("the store has the session")?;
    kept.access_token = format!("{}AAAA", &kept.access_token.expose()[..kept.access_token.expose().len() - 4]).into();
    store.save(kept).await.map_err(|error| anyhow::anyhow!(error))?;
    let chat = watch.builder(&server.url(), store.clone()).resume().await?.context("the store has the session")?;
    let (rooms, users) = (chat.rooms(), chat.users());
    let (room, me) = tokio::join!(rooms.create_group("one", []), users.me());
    assert_eq!(me?.username, "dora");
    assert_eq!(watch.count(), 1);
    let all: Vec<Room> = rooms.list().try_collect().await?;
    assert_eq!(all.iter().map(|room| room.id).collect::<Vec<_>>(), [room?.id]);
    drop(chat.events().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_closes_its_stream_and_says_so() -> Result<()> {
    let server = Server::start()?;
    let chat = arrive(Client::builder(&server.url()), "fred").await?.chat;
    let who: LoginRequest = LoginRequest::builder().username("fred").password(PASSWORD).device_name("phone".to_owned()).try_into()?;
    let phone = Client::builder(&server.url()).login(who).await?;
    let mut events = phone.events().await?;
    events.handle().wait_for(ConnectionState::Online).await?;
    chat.sessions().end(phone.session_id().context("it is signed in")?).await?;
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), phone.signed_out()).await?.status, 401);
    let last = loop {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => break error,
            None => bail!("the stream ended without a reason"),
        }
    };
    assert_eq!(last.status, 401);
    assert!(events.next().await.is_none());
    let kept = chat.clone();
    chat.logout().await?;
    assert_eq!(kept.users().me().await.expect_err("nobody is signed in").code, ClientCode::SignedOut);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_says_all_that_the_server_says_and_open_calls_need_no_session() -> Result<()> {
    let server = Server::start()?;
    let refused = Client::register(&server.url(), "a b", "short").await.expect_err("neither is allowed");
    assert_eq!((refused.status, refused.code.as_str()), (422, "validation_failed"));
    let pointers: BTreeSet<&str> = refused.errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, BTreeSet::from(["/username", "/password"]));
    assert!(refused.request_id.is_some());
    let chat = Client::builder(&server.url()).anonymous()?;
    assert_eq!(chat.api().get_liveness().send().await?.status.as_str(), "ok");
    let page = chat.api().get_problem_page().code("rate_limited").send().await?.into_inner_stream();
    let chunks: Vec<bytes::Bytes> = page.try_collect().await?;
    assert!(String::from_utf8_lossy(&chunks.concat()).contains("<html"));
    assert_eq!(chat.users().me().await.expect_err("nobody is signed in").code, ClientCode::SignedOut);
    Ok(())
}
