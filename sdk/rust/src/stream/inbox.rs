//! What comes over the stream, in order and once: it drops duplicates, sees gaps, and keeps the cursor.

use std::collections::{HashMap, HashSet, VecDeque};

use uuid::Uuid;

use super::Item;
use crate::frame::{Fleeting, Meta};
use crate::frames::Event;
use crate::types::{ResyncData, SyncPage};

/// How many events are remembered, to know one that comes twice.
const REMEMBERED: usize = 4096;

/// The frame before which something is missing.
struct Held {
    event_id: Uuid,
    room_id: Uuid,
    seq: i64,
    /// Whether something was missing indeed.
    was_gap: bool,
}

#[derive(Default)]
pub struct Inbox {
    /// The cursor of the last frame that was let through.
    pub cursor: Option<String>,
    seen: HashSet<Uuid>,
    /// The same in the order in which they came.
    order: VecDeque<Uuid>,
    /// The last event of each room, to see a gap.
    seqs: HashMap<Uuid, i64>,
    /// Rooms in which a gap turned out to be none: there are events in them that this person does not get.
    sparse: HashSet<Uuid>,
    held: Option<Held>,
    /// The last event that a repair has brought, until the stream has come there: what it says before is older than the cursor.
    ahead: Option<Uuid>,
    /// What waits while a gap is repaired; the frame that is held comes first.
    pending: VecDeque<Event>,
    /// What is new.
    out: VecDeque<Item>,
}

impl Inbox {
    pub fn new(cursor: Option<String>) -> Self {
        Self { cursor, ..Self::default() }
    }

    pub fn receive(&mut self, event: Event) {
        if self.held.is_some() { self.pending.push_back(event) } else { self.handle(event) }
    }

    /// What was let through since the last time.
    pub fn take(&mut self) -> VecDeque<Item> {
        std::mem::take(&mut self.out)
    }

    /// The cursor from which a gap is to be repaired, if there is one.
    pub fn gap(&self) -> Option<String> {
        self.held.as_ref().and(self.cursor.clone())
    }

    /// How much waits for the repair of a gap.
    pub fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// The connection is gone, and with it what waits: the next one brings it again.
    pub fn reset(&mut self) {
        self.held = None;
        self.ahead = None;
        self.pending.clear();
    }

    fn handle(&mut self, event: Event) {
        let meta = event.meta();
        if let Some(held) = self.gap_before(&meta) {
            self.held = Some(held);
            self.pending.push_front(event);
            return;
        }
        if matches!(event, Event::Resync(_)) {
            self.forget();
        }
        self.pass(event, meta);
    }

    /// Lets a frame through, unless it has come before.
    fn pass(&mut self, event: Event, meta: Meta) {
        self.count(meta.room_id, meta.seq);
        let is_durable = meta.cursor.is_some();
        // What `hello` names is ahead of what was missed: only who brought no cursor begins there.
        if !self.is_behind(meta.event_id) && (!matches!(event, Event::Hello(_)) || self.cursor.is_none()) {
            self.cursor = meta.cursor.or_else(|| mark(&event)).or_else(|| self.cursor.take());
        }
        if self.note(meta.event_id) {
            self.out.push_back(Item { event, cursor: self.cursor.clone(), is_durable });
        }
    }

    /// Whether a frame is of before the end of what a repair has brought.
    fn is_behind(&mut self, event_id: Option<Uuid>) -> bool {
        let Some(ahead) = self.ahead else { return false };
        let is_new = event_id.is_some_and(|id| !self.seen.contains(&id));
        if is_new || event_id == Some(ahead) {
            self.ahead = None;
        }
        !is_new
    }

    /// Remembers an event; says whether it is new.
    fn note(&mut self, event_id: Option<Uuid>) -> bool {
        let Some(id) = event_id else { return true };
        if !self.seen.insert(id) {
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        true
    }

    fn count(&mut self, room_id: Option<Uuid>, seq: Option<i64>) {
        if let (Some(room), Some(seq)) = (room_id, seq) {
            let last = self.seqs.entry(room).or_default();
            *last = seq.max(*last);
        }
    }

    /// The frame, when events of its room seem to be missing before it.
    fn gap_before(&self, meta: &Meta) -> Option<Held> {
        let (room_id, seq, event_id) = (meta.room_id?, meta.seq?, meta.event_id?);
        let is_gap = self.cursor.is_some()
            && self.seqs.get(&room_id).is_some_and(|last| seq > last + 1)
            && !self.sparse.contains(&room_id)
            && !self.seen.contains(&event_id);
        is_gap.then_some(Held { event_id, room_id, seq, was_gap: false })
    }

    /// Takes a page of what is missing. When that was the last one, goes on with what came meanwhile. Says whether the
    /// connection is still of use: after a resync another one has to begin at the new cursor, as this one is of before it.
    pub fn repair(&mut self, page: SyncPage) -> bool {
        let Some(mut held) = self.held.take() else { return true };
        let is_anew = page.resync.is_some();
        if let Some(resync) = page.resync {
            self.forget();
            let data = ResyncData { reason: resync.reason, cursor: page.next_cursor.clone() };
            let event = Event::Resync(Box::new(Fleeting { reference: None, occurred_at: None, data }));
            self.out.push_back(Item { event, cursor: Some(page.next_cursor.clone()), is_durable: false });
        }
        self.ahead = None;
        let last = page.items.last().and_then(|event| event.meta().event_id);
        for event in page.items {
            let meta = event.meta();
            held.was_gap |= meta.room_id == Some(held.room_id) && meta.seq.is_some_and(|seq| seq < held.seq);
            self.pass(event, meta);
        }
        self.cursor = Some(page.next_cursor);
        self.ahead = last;
        if is_anew {
            return false;
        }
        if page.has_more && !self.seen.contains(&held.event_id) {
            self.held = Some(held);
            return true;
        }
        if !held.was_gap {
            self.sparse.insert(held.room_id);
        }
        self.count(Some(held.room_id), Some(held.seq));
        let mut pending = std::mem::take(&mut self.pending);
        // What the pages have brought already, and what came among it, moves the cursor back no more.
        let known = pending.iter().rposition(|event| event.meta().event_id.is_some_and(|id| self.seen.contains(&id)));
        for event in pending.drain(..known.map_or(0, |at| at + 1)) {
            let meta = event.meta();
            self.count(meta.room_id, meta.seq);
            if self.note(meta.event_id) {
                self.out.push_back(Item { event, cursor: self.cursor.clone(), is_durable: meta.cursor.is_some() });
            }
            self.is_behind(meta.event_id);
        }
        while let Some(event) = pending.pop_front() {
            self.receive(event);
        }
        true
    }

    fn forget(&mut self) {
        self.seqs.clear();
        self.sparse.clear();
        self.ahead = None;
    }
}

/// Up to where everything has been sent, as far as a frame says.
fn mark(event: &Event) -> Option<String> {
    match event {
        Event::Hello(frame) => Some(frame.cursor.clone()),
        Event::CaughtUp(frame) => Some(frame.cursor.clone()),
        Event::Resync(frame) => Some(frame.cursor.clone()),
        Event::Pong(frame) => Some(frame.cursor.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
