//! The journey of two people against the server that `CAUSERIE_BIN` names: the same as that of the TypeScript SDK.

mod people;
mod sessions;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use causerie_sdk::enums::MessageStatus;
use causerie_sdk::prelude::*;
use causerie_sdk::types::{HistoryLoadData, MessageSendData};
use causerie_sdk::{CallOptions, Command, ConnectionState, ProblemCode};
use people::{Person, arrive, history, until};
use support::Server;
use uuid::Uuid;

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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_as_soon_as_the_stream_is_open_is_heard() -> Result<()> {
    let server = Server::start()?;
    let chat = arrive(Client::builder(&server.url()), "hedy").await?.chat;
    let room = chat.rooms().create_group("Echo", []).await?;
    for number in 0..20 {
        let (mut events, text) = (chat.events().await?, format!("echo {number}"));
        room.send(text.clone()).await?;
        let heard = async {
            while let Some(event) = events.try_next().await? {
                if let Event::MessageCreated(event) = event
                    && event.message.content.text() == Some(&text)
                {
                    return Ok(());
                }
            }
            anyhow::bail!("the stream ended")
        };
        tokio::time::timeout(Duration::from_secs(10), heard).await.with_context(|| format!("{text} was not heard"))??;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resync_in_the_place_of_what_was_missed_is_online_too() -> Result<()> {
    let server = Server::start()?;
    let chat = arrive(Client::builder(&server.url()), "ivy").await?.chat;
    let mut events = chat.events_from("no cursor of ours").await?;
    let handle = events.handle();
    while let Some(event) = events.try_next().await? {
        if matches!(event, Event::Resync(_)) {
            break;
        }
    }
    Ok(handle.wait_for(ConnectionState::Online).await?)
}
