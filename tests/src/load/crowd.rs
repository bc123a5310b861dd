//! People who are online and speak: a socket each, whose frames are entered in the account, and messages sent over HTTP.

mod phase;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

pub use self::phase::Phase;
use super::account::Account;
use super::ear::Ear;
use super::http::Pool;
use super::meter::Parties;

/// How many sockets are being opened at once.
const OPENED_AT_ONCE: usize = 64;
/// How long nothing may come before what is still missing is given up.
const QUIET: Duration = Duration::from_secs(3);

/// Once next to nothing comes for so long, everybody has been told who is there; and how long that may take.
const CALM: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Somebody who is in one room.
pub struct Seat {
    pub token: String,
    /// The room's id, and its number among the rooms.
    pub room_id: String,
    pub room: usize,
}

/// What the account needs to be kept by many tasks of one thread.
struct Books {
    account: RefCell<Account>,
    epoch: Instant,
    /// Told whenever everybody has a message.
    complete: Notify,
    /// How many frames have come, of whatever kind.
    frames: Cell<u64>,
}

/// A voice of somebody: where their messages go.
struct Voice {
    token: String,
    path: String,
    room: usize,
    pool: Rc<Pool>,
}

/// People online.
pub struct Crowd {
    books: Rc<Books>,
    voices: Vec<Rc<Voice>>,
    parties: Parties,
    /// Who read the sockets, for as long as the crowd is there.
    _listening: JoinSet<()>,
}

impl Crowd {
    /// Brings these people online. With several nodes each one's socket and messages are at different ones.
    pub async fn gather(addresses: &[String], seats: Vec<Seat>, parties: Parties) -> Result<Self> {
        let books = Rc::new(Books { account: RefCell::default(), epoch: Instant::now(), complete: Notify::new(), frames: Cell::default() });
        let pools: Vec<Rc<Pool>> = addresses.iter().map(|address| Rc::new(Pool::new(address))).collect();
        let open = async |(number, seat): (usize, &Seat)| Ear::open_live(&addresses[number % addresses.len()], &seat.token).await;
        let ears: Vec<Ear> = stream::iter(seats.iter().enumerate()).map(open).buffered(OPENED_AT_ONCE).try_collect().await?;
        let mut listening = JoinSet::new();
        for (ear, seat) in ears.into_iter().zip(&seats) {
            let number = books.account.borrow_mut().admit(&[seat.room]);
            listening.spawn_local(listen(books.clone(), ear, number));
        }
        let voices = seats.into_iter().enumerate().map(|(number, seat)| {
            let path = format!("/api/v1/rooms/{}/messages", seat.room_id);
            let pool = pools[(number + 1) % pools.len()].clone();
            Rc::new(Voice { token: seat.token, path, room: seat.room, pool })
        });
        let crowd = Self { voices: voices.collect(), books, parties, _listening: listening };
        crowd.calm_down().await;
        Ok(crowd)
    }

    /// Waits until nobody is told any more who else has come.
    async fn calm_down(&self) {
        let begun = Instant::now();
        let mut is_calm = false;
        while !is_calm && begun.elapsed() < LONGEST {
            let before = self.books.frames.get();
            tokio::time::sleep(CALM).await;
            // The server's heartbeats go on.
            is_calm = self.books.frames.get() - before <= self.voices.len() as u64 / 10;
        }
    }

    /// How many people there are.
    pub fn size(&self) -> usize {
        self.voices.len()
    }

    /// Waits until nothing is missing, or nothing more comes.
    async fn settle(&self) {
        let delivered = || self.books.account.borrow().tally.delivered;
        let (mut last, mut since) = (delivered(), Instant::now());
        while self.books.account.borrow().missing() > 0 && since.elapsed() < QUIET {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let now = delivered();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
    }
}

impl Books {
    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }
}

async fn listen(books: Rc<Books>, mut ear: Ear, number: usize) {
    while let Some(frame) = ear.next().await {
        books.frames.set(books.frames.get() + 1);
        let is_complete = books.account.borrow_mut().hear(number, frame.as_bytes(), books.now());
        if is_complete {
            books.complete.notify_one();
        }
    }
    books.account.borrow_mut().cut();
}

/// Sends one message that was due at a time, and enters the answer.
async fn say(books: Rc<Books>, voice: Rc<Voice>, due: Duration) {
    let (number, text) = books.account.borrow_mut().announce(voice.room, due);
    let answer = voice.pool.post(&voice.path, &voice.token, &format!(r#"{{"content":"{text}"}}"#)).await;
    let now = books.now();
    let mut account = books.account.borrow_mut();
    let refusal = match answer {
        Ok(answer) if answer.status == 201 => return account.accept(number, &answer.body, now),
        Ok(answer) => format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
        Err(error) => format!("{error:#}"),
    };
    account.refuse(refusal);
    // Nobody will have it, so nobody need be waited for.
    books.complete.notify_one();
}
