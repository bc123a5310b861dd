//! What is known to be over: sessions that have ended, as this node read in the log, and in Redis what any node did. It
//! only refuses, before the database is asked, which alone says yes. So all of it may be lost at the price of a question.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::App;
use crate::config::REFRESH_DAYS;
use crate::domain::ids::SessionId;

/// How many ended sessions a node remembers; beyond, the oldest are forgotten.
const REMEMBERED: usize = 100_000;
/// How long a refresh token lives, and so what Redis knows of one.
const LIFE: Duration = Duration::from_secs(REFRESH_DAYS.unsigned_abs() * 24 * 60 * 60);

/// The sessions whose end this node has read in the log. Ended ones never come back.
#[derive(Default)]
pub struct Ended(RwLock<Book>);

#[derive(Default)]
struct Book {
    ids: HashSet<SessionId>,
    /// The oldest first.
    order: VecDeque<SessionId>,
}

impl Ended {
    /// Whether a session is known to have ended.
    pub fn has(&self, session_id: SessionId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).ids.contains(&session_id)
    }

    fn add(&self, session_ids: &[SessionId]) {
        let mut book = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for session_id in session_ids {
            if book.ids.insert(*session_id) {
                book.order.push_back(*session_id);
            }
        }
        while book.order.len() > REMEMBERED {
            if let Some(oldest) = book.order.pop_front() {
                book.ids.remove(&oldest);
            }
        }
    }
}

/// Follows that sessions have ended, whatever ended them. Every node tells Redis what it read: the one that wrote it may be dead.
pub fn follow(app: &Arc<App>, session_ids: Vec<SessionId>) {
    app.ended.add(&session_ids);
    in_background(app, |app| async move { app.nodes.bus().note_ended(&session_ids, LIFE).await });
}

/// Notes that a refresh token is a session's, in the place of the one that it follows.
pub(super) fn note_token(app: &Arc<App>, hash: [u8; 32], session_id: SessionId, follows: Option<[u8; 32]>) {
    in_background(app, move |app| async move {
        let follows = follows.as_ref().map(<[u8; 32]>::as_slice);
        app.nodes.bus().note_token(&hash, session_id, follows, LIFE).await;
    });
}

/// Whether a refresh token is known to be one of a session that has ended.
pub(super) async fn has_token(app: &App, hash: &[u8; 32]) -> bool {
    let Some(session_id) = app.nodes.bus().session_of_token(hash).await else { return false };
    app.ended.has(session_id) || app.nodes.bus().has_ended(session_id).await
}

/// Tells Redis something that nobody waits for.
fn in_background<F>(app: &Arc<App>, run: impl FnOnce(Arc<App>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if app.nodes.bus().is_up() == Some(true) {
        app.hub.tracker.spawn(run(app.clone()));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_oldest_are_forgotten_when_there_are_too_many() {
        let (ended, id) = (Ended::default(), |number: usize| SessionId(Uuid::from_u128(number as u128)));
        for number in [0, 0, 1] {
            ended.add(&[id(number)]);
        }
        let rest: Vec<_> = (2..=REMEMBERED).map(id).collect();
        ended.add(&rest);
        assert!(!ended.has(id(0)) && ended.has(id(1)) && ended.has(id(REMEMBERED)));
    }
}
