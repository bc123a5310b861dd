//! The server while it runs: it listens, commits one message after the other, and tells its connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use causerie_sdk::types;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::Mutex;
use tokio::time::sleep;
use turmoil::net::TcpListener;

use super::routes::answer;
use super::store::Caller;
use super::{Plant, Site};
use crate::faults::points::Point;
use crate::simulation::cast::{PEOPLE, ROOMS, SERVER, room};
use crate::simulation::held;

/// How long an answer has to leave before the server ends after it.
const LEAVING: Duration = Duration::from_millis(50);

/// What a crash takes away.
pub struct Node {
    pub site: Arc<Site>,
    /// Up to where the connections have been told that there is something.
    told: AtomicI64,
    /// One commit at a time.
    writer: Arc<Mutex<()>>,
}

/// Listens until the host crashes.
pub async fn run(site: Arc<Site>) -> turmoil::Result {
    let head = {
        let mut store = held(&site.store);
        if site.has(Plant::ClientIdForgotten) {
            store.forget_client_ids();
        }
        store.head()
    };
    site.trace.tell("server", format_args!("begins at {head}"));
    let node = Arc::new(Node { site, told: AtomicI64::new(head), writer: Arc::default() });
    let listener = TcpListener::bind(("0.0.0.0", SERVER.1)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let node = node.clone();
        let service = service_fn(move |request| {
            let node = node.clone();
            async move { Ok::<_, std::convert::Infallible>(answer(&node, request).await) }
        });
        let mut server = hyper::server::conn::http1::Builder::new();
        // The system's clock has no place here.
        let connection = server.auto_date_header(false).serve_connection(TokioIo::new(stream), service).with_upgrades();
        // Who hangs up ends their own connection only.
        tokio::spawn(async move { connection.await.ok() });
    }
}

impl Node {
    /// Up to where the connections have been told that there is something.
    pub fn told(&self) -> i64 {
        self.told.load(Ordering::Relaxed)
    }

    /// Stores a message durably, or finds the one that is there; none when the sender may not.
    pub async fn send(self: &Arc<Self>, caller: &Caller, data: types::MessageSendData) -> Option<types::Message> {
        let number = (0..ROOMS.len()).find(|number| room(*number) == data.room_id && ROOMS[*number].contains(&caller.person))?;
        let (person, client_id) = (caller.person, data.client_id.unwrap_or_default());
        let turn = self.writer.clone().lock_owned().await;
        if let Some(known) = held(&self.site.store).known(person, number, &client_id) {
            self.site.trace.tell("server", format_args!("finds {client_id}"));
            return Some(known);
        }
        let message = held(&self.site.store).draft(person, number, data.content, &client_id);
        if self.site.has(Plant::AnswerBeforeCommit) {
            let (node, late) = (self.clone(), message.clone());
            tokio::spawn(async move {
                node.commit(person, number, late).await;
                drop(turn);
            });
            return Some(message);
        }
        self.commit(person, number, message.clone()).await;
        drop(turn);
        Some(message)
    }

    async fn commit(self: &Arc<Self>, person: usize, number: usize, message: types::Message) {
        sleep(self.site.commit).await;
        self.pass(Point::BeforeCommit).await;
        let head = {
            let mut store = held(&self.site.store);
            store.append(person, number, message);
            store.head()
        };
        self.site.trace.tell("server", format_args!("commits {head} of {}", PEOPLE[person].name));
        self.pass(Point::AfterCommit).await;
        if self.is_due(Point::AfterAnswer) {
            let node = self.clone();
            tokio::spawn(async move {
                sleep(LEAVING).await;
                node.end().await;
            });
            return;
        }
        self.told.store(head, Ordering::Relaxed);
        self.site.hint.notify_waiters();
    }

    /// Ends the server here, if that is due.
    pub async fn pass(&self, point: Point) {
        if self.is_due(point) {
            self.end().await;
        }
    }

    fn is_due(&self, point: Point) -> bool {
        let mut controls = held(&self.site.controls);
        let is_due = controls.armed == Some(point);
        if is_due {
            controls.armed = None;
            self.site.trace.tell("server", format_args!("comes to {point:?}"));
        }
        is_due
    }

    async fn end(&self) {
        held(&self.site.controls).is_ending = true;
        std::future::pending().await
    }
}
