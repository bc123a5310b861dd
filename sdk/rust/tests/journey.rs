//! The journey of two people against the server that `CAUSERIE_BIN` names: the same as that of the TypeScript SDK.

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use causerie_sdk::enums::{MessageKind, MessageStatus};
use causerie_sdk::prelude::*;
use causerie_sdk::types::{HistoryLoadData, LoginRequest, Message, MessageSendData, RegisterRequest};
use causerie_sdk::{
    CallOptions, ClientBuilder, ClientCode, Command, ConnectionState, MemoryStore, MessageQuery, ProblemCode, SessionStore, StreamHandle,
};
use support::Server;
use uuid::Uuid;

const PASSWORD: &str = "a lovely engine 42";

/// What somebody was told.
#[derive(Default)]
struct Told {
    texts: Vec<String>,
    kinds: Vec<String>,
    states: Vec<ConnectionState>,
    cursor: Option<String>,
}

/// Somebody who takes part.
struct Person {
    chat: Client,
    told: Arc<Mutex<Told>>,
    handle: Option<StreamHandle>,
}

impl Person {
    fn told<T>(&self, look: impl FnOnce(&mut Told) -> T) -> T {
        look(&mut self.told.lock().expect("no test panics while it looks"))
    }

    /// Opens the stream where it was left, and notes everything.
    async fn connect(&mut self) -> Result<()> {
        let cursor = self.told(|told| told.cursor.clone());
        let mut events = match cursor {
            Some(cursor) => self.chat.events_from(cursor).await?,
            None => self.chat.events().await?,
        };
        let handle = events.handle();
        let mut states = handle.states();
        let (told, of_states) = (self.told.clone(), self.told.clone());
        tokio::spawn(async move {
            while let Ok(Some(event)) = events.try_next().await {
                let mut told = told.lock().expect("no test panics while it looks");
                told.kinds.push(event.kind().to_owned());
                if let Event::MessageCreated(event) = &event
                    && event.message.kind == MessageKind::User
                {
                    told.texts.push(event.message.content.to_string());
                }
                told.cursor = events.cursor().map(str::to_owned);
            }
        });
        tokio::spawn(async move {
            while let Ok(state) = states.recv().await {
                of_states.lock().expect("no test panics while it looks").states.push(state);
            }
        });
        handle.wait_for(ConnectionState::Online).await?;
        self.handle = Some(handle);
        Ok(())
    }

    async fn leave(&mut self) -> Result<()> {
        let handle = self.handle.take().context("the stream is not open")?;
        handle.close();
        until("the stream is closed", || handle.state() == ConnectionState::Closed).await
    }

    async fn is_told(&self, kind: &str) -> Result<()> {
        until(&format!("somebody is told of {kind}"), || self.told(|told| told.kinds.iter().any(|each| each == kind))).await
    }

    async fn gets(&self, count: usize) -> Result<()> {
        until(&format!("somebody gets {count} messages"), || self.told(|told| told.texts.len()) >= count).await
    }

    fn texts_since(&self, before: usize) -> Vec<String> {
        self.told(|told| told.texts[before..].to_vec())
    }
}

async fn until(what: &str, holds: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > Duration::from_secs(20) {
            bail!("this did not come to hold in 20 s: {what}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn arrive(builder: ClientBuilder, username: &str) -> Result<Person> {
    let who = RegisterRequest::builder().username(username).password(PASSWORD).try_into()?;
    Ok(Person { chat: builder.register(who).await?, told: Arc::default(), handle: None })
}

/// What people wrote in a room, oldest first.
async fn history(person: &Person, room: Uuid) -> Result<Vec<String>> {
    let pages = person.chat.rooms().of(room).messages_of(MessageQuery { limit: Some(20), ..MessageQuery::default() });
    let mut found: Vec<Message> = pages.try_collect().await?;
    found.retain(|message| message.kind == MessageKind::User);
    Ok(found.iter().rev().map(|message| message.content.text().unwrap_or("(deleted)").to_owned()).collect())
}

/// Two people meet, write, edit, delete, read and forward. Gives the room.
async fn talk(ada: &mut Person, bob: &mut Person) -> Result<Uuid> {
    ada.connect().await?;
    bob.connect().await?;
    let room = ada.chat.rooms().create_group("launch", [bob.chat.user_id()?]).await?;
    bob.is_told("room.created").await?;
    let (first, second) = (room.send("one").await?, room.send("two").await?);
    room.send("three").await?;
    bob.gets(3).await?;

    let mut of_bob = bob.chat.rooms().of(room.id);
    let refusal = of_bob.edit(first.id, "mine").await.expect_err("it is not his");
    assert_eq!((refusal.status, refusal.code.as_str()), (403, "forbidden"));
    assert_eq!(refusal.code, ProblemCode::Forbidden);
    assert!(refusal.request_id.is_some());
    room.edit(first.id, "one!").await?;
    room.delete_message(second.id).await?;
    bob.is_told("message.updated").await?;
    bob.is_told("message.deleted").await?;
    assert_eq!(history(bob, room.id).await?, ["one!", "(deleted)", "three"]);

    assert_eq!(of_bob.reload().await?.unread_count, Some(2));
    of_bob.mark_read().await?;
    ada.is_told("message.read").await?;
    assert_eq!(of_bob.reload().await?.unread_count, Some(0));
    assert_eq!(room.message(first.id).await?.status, Some(MessageStatus::Read));

    let direct = bob.chat.rooms().direct(ada.chat.user_id()?).await?;
    let outcomes = of_bob.forward(first.id, [direct.id]).await?;
    assert_eq!(outcomes.len(), 1);
    assert!(outcomes[0].message.as_ref().is_some_and(|message| message.content == "one!"));
    for person in [ada, bob] {
        // Bob's own devices are told too.
        until("the forwarded message comes", || person.told(|told| told.texts.last().is_some_and(|text| text == "one!"))).await?;
    }
    Ok(room.id)
}

/// Bob is away while Ada writes; he gets everything, once and in order.
async fn away(ada: &Person, bob: &mut Person, room: Uuid) -> Result<()> {
    let before = bob.told(|told| told.texts.len());
    bob.leave().await?;
    let mut expected: Vec<String> = (0..130).map(|number| format!("missed {number}")).collect();
    for text in &expected {
        ada.chat.rooms().of(room).send(text).await?;
    }
    bob.connect().await?;
    expected.push("here again".to_owned());
    ada.chat.rooms().of(room).send("here again").await?;
    bob.gets(before + expected.len()).await?;
    assert_eq!(bob.texts_since(before), expected);
    Ok(())
}

/// The server goes away and comes back while messages are under way; each arrives once.
async fn restarted(server: &mut Server, ada: &Person, bob: &Person, room: Uuid, signal: &str) -> Result<()> {
    let before = bob.told(|told| told.texts.len());
    let written: Vec<String> = (0..20).map(|number| format!("{signal} {number}")).collect();
    for person in [ada, bob] {
        person.told(|told| told.states.clear());
    }
    let patient = ada.chat.with(CallOptions { retries: Some(8), ..CallOptions::default() }).rooms().of(room);
    let texts = written.clone();
    let sending = tokio::spawn(async move {
        for text in texts {
            patient.send(text).await?;
        }
        Ok::<_, Error>(())
    });
    // In the midst of it.
    tokio::time::sleep(Duration::from_millis(5)).await;
    tokio::task::block_in_place(|| server.end(signal).and_then(|()| server.begin()))?;
    sending.await??;
    for person in [ada, bob] {
        until("both are back", || person.told(|told| told.states.last() == Some(&ConnectionState::Online))).await?;
        assert!(person.told(|told| told.states.contains(&ConnectionState::Backoff)));
    }
    bob.gets(before + written.len()).await?;
    assert_eq!(bob.texts_since(before), written);
    assert!(history(bob, room).await?.ends_with(&written));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_talk_go_away_come_back_and_outlive_the_server() -> Result<()> {
    let mut server = Server::start()?;
    let mut ada = arrive(Client::builder(&server.url()), "ada").await?;
    let mut bob = arrive(Client::builder(&server.url()), "bob").await?;
    let room = talk(&mut ada, &mut bob).await?;
    away(&ada, &mut bob, room).await?;
    for signal in ["KILL", "TERM"] {
        restarted(&mut server, &ada, &bob, room, signal).await.with_context(|| format!("the server was ended by {signal}"))?;
    }
    Ok(())
}

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

#[tokio::test(flavor = "multi_thread")]
async fn typing_and_frames_that_are_answered_go_over_the_stream() -> Result<()> {
    let server = Server::start()?;
    let mut gina = arrive(Client::builder(&server.url()), "gina").await?;
    let mut hugo = arrive(Client::builder(&server.url()), "hugo").await?;
    gina.connect().await?;
    hugo.connect().await?;
    let room = gina.chat.rooms().create_group("quick", [hugo.chat.user_id()?]).await?;
    // Typing is told only to who is known to be there.
    hugo.is_told("room.created").await?;
    room.typing(true)?;
    hugo.is_told("typing.started").await?;
    let handle = gina.handle.clone().context("the stream is open")?;
    let data = MessageSendData { room_id: room.id, content: "over the stream".to_owned(), client_id: None };
    let Event::Ack(ack) = handle.request(Command::MessageSend(data)).await? else { bail!("the answer is no ack") };
    assert!(ack.message.as_ref().is_some_and(|message| message.content == "over the stream"));
    let nowhere = HistoryLoadData { room_id: gina.chat.user_id()?, before: None, limit: None };
    let refusal = handle.request(Command::HistoryLoad(nowhere)).await.expect_err("there is no such room");
    assert_eq!(refusal.code, ProblemCode::NotFound);
    Ok(())
}
