//! A device: a program on the SDK that follows its stream, keeps its cursor with what it made of it, and writes messages, each until
//! it is acknowledged. A crash takes what it had not kept.

mod sending;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use causerie_sdk::{Client, Error, Event, Events, MemoryStore, types};
use futures_util::{StreamExt, TryStreamExt};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

use super::cast::{DEVICES, ROOMS, SERVER, room};
use super::model::to_value;
use super::notes::Notes;
use super::plan::Plan;
use super::trace::Trace;
use super::wire::Wire;
use super::{clock, held, now};

/// What a program makes of its events: the messages of each room by number.
pub type View = BTreeMap<Uuid, BTreeMap<i64, Value>>;

/// A message that is to be sent.
#[derive(Clone)]
struct Draft {
    room: Uuid,
    client_id: String,
    content: String,
}

/// What a device has on its own disk.
#[derive(Clone, Default)]
struct Kept {
    cursor: Option<String>,
    view: View,
    outbox: VecDeque<Draft>,
    written: usize,
}

/// A device, whether it runs or not.
pub struct Device {
    pub number: usize,
    plan: Plan,
    /// The session's store: it outlives a crash.
    session: Arc<MemoryStore>,
    kept: Mutex<Kept>,
    /// What the program that runs has now.
    view: Mutex<View>,
    /// How far its program has come on its stream.
    pub reached: Mutex<Option<String>>,
    /// The note of the stream that is followed now.
    pub stream: Mutex<Option<usize>>,
    /// Until when its program does not read.
    pub stalled: Mutex<Duration>,
    pub acknowledged: Mutex<usize>,
    lives: Mutex<u64>,
    notes: Arc<Notes>,
    trace: Trace,
    http: reqwest::Client,
}

impl Device {
    pub fn new(number: usize, plan: &Plan, notes: Arc<Notes>, trace: Trace, http: reqwest::Client) -> Self {
        Self {
            number,
            plan: plan.clone(),
            session: Arc::default(),
            kept: Mutex::default(),
            view: Mutex::default(),
            reached: Mutex::default(),
            stream: Mutex::default(),
            stalled: Mutex::default(),
            acknowledged: Mutex::default(),
            lives: Mutex::default(),
            notes,
            trace,
            http,
        }
    }

    pub fn name(&self) -> &'static str {
        DEVICES[self.number].0
    }

    pub fn person(&self) -> usize {
        DEVICES[self.number].1
    }

    /// What its program shows.
    pub fn view(&self) -> View {
        held(&self.view).clone()
    }

    /// Whether everything that it was to send is acknowledged.
    pub fn is_done(&self) -> bool {
        held(&self.kept).outbox.is_empty()
    }

    /// Runs its program until the host crashes.
    pub async fn run(self: Arc<Self>) -> turmoil::Result {
        let life = {
            let mut lives = held(&self.lives);
            *lives += 1;
            *lives
        };
        let seed = self.plan.seed ^ ((self.number as u64 + 1) << 32 | life);
        let chance = Arc::new(Mutex::new(StdRng::seed_from_u64(seed)));
        self.trace.tell(self.name(), format_args!("begins life {life}"));
        held(&self.view).clone_from(&held(&self.kept).view);
        loop {
            let ended = self.clone().session(&chance).await;
            self.trace.tell(
                self.name(),
                format_args!("has no session: {}", ended.map_or_else(|error| error.code.to_string(), |()| String::new())),
            );
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// A session, from signing in, or going on, to its end.
    async fn session(self: Arc<Self>, chance: &Arc<Mutex<StdRng>>) -> Result<(), Error> {
        let client = self.client(chance).await?;
        let cursor = held(&self.kept).cursor.clone();
        let place = self.notes.open(self.person(), self.name(), cursor.as_deref());
        *held(&self.stream) = Some(place);
        self.trace.tell(self.name(), format_args!("follows from {cursor:?}"));
        let is_first = cursor.is_none();
        let opening = async {
            match cursor {
                Some(cursor) => client.events_from(cursor).await,
                None => client.events().await,
            }
        };
        let events = opening.await?;
        if is_first {
            self.load(&client).await;
            held(&self.kept).view.clone_from(&held(&self.view));
        }
        let writing = tokio::spawn(self.clone().write(client.clone(), chance.clone()));
        let outcome = self.follow(&client, events, place, chance).await;
        writing.abort();
        outcome
    }

    async fn client(&self, chance: &Arc<Mutex<StdRng>>) -> Result<Client, Error> {
        let drawn = chance.clone();
        let builder = || {
            let drawn = drawn.clone();
            let builder = Client::builder(&format!("http://{}", SERVER.0)).http(self.http.clone()).transport(Arc::new(Wire));
            builder.store(self.session.clone()).clock(clock).chance(move || held(&drawn).random()).timeout(Duration::from_secs(8))
        };
        if let Some(client) = builder().resume().await? {
            return Ok(client);
        }
        let who = types::LoginRequest {
            username: self.name().to_owned(),
            password: "a lovely engine".into(),
            device_name: Some(self.name().to_owned()),
            transport: None,
        };
        builder().login(who).await
    }

    /// Takes one event after the other, and keeps its place now and then.
    async fn follow(&self, client: &Client, mut events: Events, place: usize, chance: &Arc<Mutex<StdRng>>) -> Result<(), Error> {
        let mut unkept = Vec::new();
        while let Some(event) = events.next().await {
            let event = event?;
            self.notes.see(place, &event);
            self.trace.tell(self.name(), format_args!("gets {}", to_value(&event)));
            match &event {
                Event::Resync(_) => self.load(client).await,
                event => put(&mut held(&self.view), event),
            }
            *held(&self.reached) = events.cursor().map(str::to_owned);
            let (is_loaded, is_time) = (matches!(event, Event::Resync(_)), held(chance).random_bool(0.4));
            unkept.push(event);
            if is_loaded || is_time {
                let mut kept = held(&self.kept);
                kept.cursor = events.cursor().map(str::to_owned);
                if is_loaded {
                    kept.view.clone_from(&held(&self.view));
                }
                unkept.drain(..).for_each(|event| put(&mut kept.view, &event));
            }
            while now() < *held(&self.stalled) {
                sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(())
    }

    /// Loads all rooms anew.
    async fn load(&self, client: &Client) {
        for number in (0..ROOMS.len()).filter(|number| ROOMS[*number].contains(&self.person())) {
            let messages = loop {
                match client.rooms().of(room(number)).messages().try_collect::<Vec<_>>().await {
                    Ok(messages) => break messages,
                    Err(_) => sleep(Duration::from_millis(500)).await,
                }
            };
            self.trace.tell(self.name(), format_args!("loads {} of room {number}", messages.len()));
            let messages = messages.iter().map(|message| (message.seq, to_value(message))).collect();
            held(&self.view).insert(room(number), messages);
        }
    }
}

/// What an event changes in a view.
fn put(view: &mut View, event: &Event) {
    if let Event::MessageCreated(frame) = event {
        let message = &frame.message;
        view.entry(message.room_id).or_default().insert(message.seq, to_value(message));
    }
}
