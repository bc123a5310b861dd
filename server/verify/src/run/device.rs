//! One device of one person: it holds an event stream open, writes down every frame, loses its connection at random, and comes
//! back with its last cursor, now and then with an older one.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::Stage;
use super::chance::Chance;
use super::client::{Call, PATIENCE, outcome};
use super::person::Account;
use super::stream::Stream;
use crate::history::{At, ConnectionId, Outcome};

/// The last messages of a run have a `client_id` that begins so.
pub const END: &str = "end-";

/// What devices are to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Come and go.
    Roam,
    /// Be there, and stay.
    Stay,
    /// Write down that all there is has come, and go; who is not there comes back before that.
    Finish,
}

/// A frame to be sent, and where its outcome goes.
struct Errand {
    data: Value,
    answer: oneshot::Sender<Call>,
}

/// What others hold of a device.
pub struct Device {
    errands: mpsc::Sender<Errand>,
    /// The rooms whose last message has come.
    ended: watch::Receiver<BTreeSet<String>>,
    task: tokio::task::JoinHandle<()>,
    pub returns: Arc<AtomicUsize>,
}

impl Device {
    /// Lets a device live, and waits until it is live.
    pub async fn start(stage: Arc<Stage>, account: Arc<Account>, name: String, phase: watch::Receiver<Phase>, chance: Chance) -> Self {
        let (errands, taken) = mpsc::channel(4);
        let (telling, ended) = watch::channel(BTreeSet::new());
        let (live, is_live) = oneshot::channel();
        let returns = Arc::<AtomicUsize>::default();
        let life = Life {
            stage,
            account,
            name,
            phase,
            chance,
            errands: taken,
            telling,
            cursors: Vec::new(),
            waiting: HashMap::new(),
            is_live: false,
            live: Some(live),
            returns: returns.clone(),
            sent: 0,
        };
        let task = tokio::spawn(life.run());
        // One that does not come to life has been refused, and that the judge sees.
        let _ = timeout(PATIENCE, is_live).await;
        Self { errands, ended, task, returns }
    }

    /// Sends a message over the stream; nothing when there is none right now.
    pub async fn send(&self, data: Value) -> Option<Call> {
        let (answer, answered) = oneshot::channel();
        self.errands.try_send(Errand { data, answer }).ok()?;
        timeout(PATIENCE, answered).await.ok()?.ok()
    }

    /// Whether the last messages of these rooms have come, or will not any more.
    pub fn has_all(&self, rooms: &BTreeSet<String>) -> bool {
        self.task.is_finished() || rooms.is_subset(&self.ended.borrow())
    }

    /// Waits for its end, which `Phase::Finish` brings.
    pub async fn end(&self) {
        let begun = Instant::now();
        while !self.task.is_finished() && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Life {
    stage: Arc<Stage>,
    account: Arc<Account>,
    name: String,
    phase: watch::Receiver<Phase>,
    chance: Chance,
    errands: mpsc::Receiver<Errand>,
    telling: watch::Sender<BTreeSet<String>>,
    /// Those of the frames that came, the last one last.
    cursors: Vec<String>,
    /// What was sent over this connection and is not answered.
    waiting: HashMap<String, (At, oneshot::Sender<Call>)>,
    /// Whether all that was missed has come over this connection.
    is_live: bool,
    live: Option<oneshot::Sender<()>>,
    returns: Arc<AtomicUsize>,
    sent: usize,
}

impl Life {
    async fn run(mut self) {
        let mut is_first = true;
        loop {
            let cursor = self.cursor();
            let asked = self.stage.client.now();
            let token = self.account.token().await;
            match Stream::open(&self.stage.client, &token, cursor.as_deref()).await {
                Ok(stream) => {
                    let connection = self.stage.notes.open(&self.account.id, &self.name, asked, cursor.as_deref());
                    if !is_first {
                        self.returns.fetch_add(1, Ordering::Relaxed);
                    }
                    is_first = false;
                    if self.hold(stream, connection).await {
                        return;
                    }
                    self.fail_waiting();
                }
                Err(refused) => {
                    self.stage.notes.refuse(&self.account.id, &self.name, asked, &refused.why);
                    if refused.is_final && *self.phase.borrow() != Phase::Roam {
                        return;
                    }
                    sleep(refused.wait).await;
                }
            }
            if *self.phase.borrow() == Phase::Roam {
                let away = Duration::from_millis(self.chance.below(4_000) as u64);
                let _ = timeout(away, self.phase.changed()).await;
            }
        }
    }

    /// The cursor to come back with.
    fn cursor(&mut self) -> Option<String> {
        if self.chance.percent(20) {
            let back = self.chance.below(20).min(self.cursors.len().saturating_sub(1));
            self.cursors.truncate(self.cursors.len() - back);
        }
        self.cursors.last().cloned()
    }

    /// Holds a connection until it is lost, or let go; whether all is over.
    async fn hold(&mut self, mut stream: Stream, connection: ConnectionId) -> bool {
        let cut = Instant::now() + Duration::from_millis(3_000 + self.chance.below(20_000) as u64);
        self.is_live = false;
        loop {
            let phase = *self.phase.borrow_and_update();
            if phase == Phase::Finish && self.is_live {
                self.stage.notes.rest(connection);
                stream.close().await;
                return true;
            }
            tokio::select! {
                frame = stream.next() => match frame {
                    Some(frame) => self.take(connection, frame),
                    None => return false,
                },
                errand = self.errands.recv() => match errand {
                    Some(errand) => if !self.go(&mut stream, errand).await { return false },
                    None => return true,
                },
                // Dropped without a word, as networks do.
                () = sleep_until(cut), if phase == Phase::Roam => return false,
                changed = self.phase.changed() => if changed.is_err() { return true },
            }
        }
    }

    fn take(&mut self, connection: ConnectionId, frame: Value) {
        let now = self.stage.client.now();
        let name = frame["type"].as_str().unwrap_or_default();
        let answered = frame["ref"].as_str().and_then(|reference| self.waiting.remove(reference));
        if let Some((invoked, answer)) = answered {
            let problem = &frame["data"]["problem"];
            let outcome = match name {
                "ack" => Outcome::Acknowledged(frame["data"]["message"].clone()),
                _ => outcome(problem["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(500), problem.clone(), None),
            };
            if let Outcome::Refused(why) = &outcome {
                self.stage.client.note_refused("send over the stream", why);
            }
            self.stage.client.time("send over the stream", now - invoked);
            let _ = answer.send(Call { invoked, completed: now, outcome });
            return;
        }
        let is_event = frame.get("event_id").is_some();
        if !is_event && !matches!(name, "hello" | "caught_up" | "resync" | "pong") {
            return;
        }
        if let Some(cursor) = frame["cursor"].as_str().or_else(|| frame["data"]["cursor"].as_str()).filter(|_| name != "hello") {
            self.cursors.push(cursor.to_owned());
        }
        let message = &frame["data"]["message"];
        if name == "message.created" && message["client_id"].as_str().is_some_and(|id| id.starts_with(END)) {
            let room = message["room_id"].as_str().unwrap_or_default().to_owned();
            self.telling.send_modify(|ended| {
                ended.insert(room);
            });
        }
        if matches!(name, "caught_up" | "resync") {
            self.is_live = true;
            self.live.take().map(|live| live.send(()));
        }
        self.stage.notes.see(connection, now, frame);
    }

    async fn go(&mut self, stream: &mut Stream, errand: Errand) -> bool {
        self.sent += 1;
        let reference = format!("{}-{}", self.name, self.sent);
        let invoked = self.stage.client.now();
        let is_sent = stream.send(&json!({ "type": "message.send", "ref": reference, "data": errand.data })).await;
        self.waiting.insert(reference, (invoked, errand.answer));
        is_sent
    }

    /// Nobody knows what became of what was on its way.
    fn fail_waiting(&mut self) {
        let now = self.stage.client.now();
        for (_, (invoked, answer)) in self.waiting.drain() {
            let _ = answer.send(Call { invoked, completed: now, outcome: Outcome::Unknown });
        }
    }
}
