//! People with a client, and what they were told.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use causerie_sdk::enums::MessageKind;
use causerie_sdk::prelude::*;
use causerie_sdk::types::{Message, RegisterRequest};
use causerie_sdk::{ClientBuilder, ConnectionState, MessageQuery, StreamHandle};
use uuid::Uuid;

pub const PASSWORD: &str = "a lovely engine 42";

/// What somebody was told.
#[derive(Default)]
pub struct Told {
    pub texts: Vec<String>,
    pub kinds: Vec<String>,
    pub states: Vec<ConnectionState>,
    pub cursor: Option<String>,
}

/// Somebody who takes part.
pub struct Person {
    pub chat: Client,
    told: Arc<Mutex<Told>>,
    pub handle: Option<StreamHandle>,
}

impl Person {
    pub fn told<T>(&self, look: impl FnOnce(&mut Told) -> T) -> T {
        look(&mut self.told.lock().expect("no test panics while it looks"))
    }

    /// Opens the stream where it was left, and notes everything.
    pub async fn connect(&mut self) -> Result<()> {
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

    pub async fn leave(&mut self) -> Result<()> {
        let handle = self.handle.take().context("the stream is not open")?;
        handle.close();
        until("the stream is closed", || handle.state() == ConnectionState::Closed).await
    }

    pub async fn is_told(&self, kind: &str) -> Result<()> {
        until(&format!("somebody is told of {kind}"), || self.told(|told| told.kinds.iter().any(|each| each == kind))).await
    }

    pub async fn gets(&self, count: usize) -> Result<()> {
        until(&format!("somebody gets {count} messages"), || self.told(|told| told.texts.len()) >= count).await
    }

    pub fn texts_since(&self, before: usize) -> Vec<String> {
        self.told(|told| told.texts[before..].to_vec())
    }
}

pub async fn until(what: &str, holds: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > Duration::from_secs(20) {
            bail!("this did not come to hold in 20 s: {what}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

pub async fn arrive(builder: ClientBuilder, username: &str) -> Result<Person> {
    let who = RegisterRequest::builder().username(username).password(PASSWORD).try_into()?;
    Ok(Person { chat: builder.register(who).await?, told: Arc::default(), handle: None })
}

/// What people wrote in a room, oldest first.
pub async fn history(person: &Person, room: Uuid) -> Result<Vec<String>> {
    let pages = person.chat.rooms().of(room).messages_of(MessageQuery { limit: Some(20), ..MessageQuery::default() });
    let mut found: Vec<Message> = pages.try_collect().await?;
    found.retain(|message| message.kind == MessageKind::User);
    Ok(found.iter().rev().map(|message| message.content.text().unwrap_or("(deleted)").to_owned()).collect())
}
