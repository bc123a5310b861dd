//! Messages that wait for the same commit, written together: a statement for all where each alone would take its own.

use std::collections::{HashMap, HashSet};

use super::{NewMessage, Text};
use crate::domain::events::{Audience, Event, MessageData};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::Message;
use crate::domain::problems;
use crate::domain::receipts::MessageStatus;
use crate::domain::time::Timestamp;
use crate::planted::{self, Fault};
use crate::services::{Error, Made, Result, Work, mentions};
use crate::storage;

/// A message on its way to the log.
pub struct Sending {
    pub room_id: RoomId,
    pub me: UserId,
    pub id: MessageId,
    pub new: NewMessage,
}

/// What became of each message in a batch; `None` is one to be sent alone, since it is not like most: a repeat, or one that
/// brings a room back into somebody's list.
pub type Outcomes = Vec<Option<Result<Made<Message>>>>;

/// Sends messages together. What is refused has no part in it; an error is to undo all.
pub async fn send_all(work: &mut Work, batch: &[Sending]) -> Result<Outcomes> {
    if batch.len() < 2 && !planted::has(Fault::SeqFromASequence) {
        // A list of one costs more than the one alone.
        return Ok(batch.iter().map(|_| None).collect());
    }
    let mut outcomes: Outcomes = batch.iter().map(|_| Some(Err(Error::new(&problems::NOT_FOUND)))).collect();
    let places: Vec<(i64, RoomId, UserId)> = (0..).zip(batch).map(|(at, sending)| (at, sending.room_id, sending.me)).collect();
    let mut plain = HashSet::new();
    for (at, is_blocked, is_hidden) in storage::batch::list_writing(&mut work.conn, &places).await? {
        let Ok(at) = usize::try_from(at) else { continue };
        outcomes[at] = is_blocked.then(|| Err(Error::new(&problems::BLOCKED)));
        if !is_blocked && !is_hidden {
            plain.insert(at);
        }
    }
    for at in repeats(work, batch, &plain).await? {
        outcomes[at] = None;
        plain.remove(&at);
    }
    write_all(work, batch, &plain, &mut outcomes).await?;
    Ok(outcomes)
}

/// Writes the messages at these places.
async fn write_all(work: &mut Work, batch: &[Sending], plain: &HashSet<usize>, outcomes: &mut Outcomes) -> Result<()> {
    let now = work.now();
    let chosen = || batch.iter().enumerate().filter(|(at, _)| plain.contains(at));
    let mut counts: HashMap<RoomId, i64> = HashMap::new();
    // From a sequence those that are refused have taken theirs, too.
    let takes = |at: &usize| plain.contains(at) || planted::has(Fault::SeqFromASequence);
    let taking = batch.iter().enumerate().filter(|(at, _)| takes(at));
    taking.for_each(|(_, sending)| *counts.entry(sending.room_id).or_default() += 1);
    let taken = take_seqs(work, &counts, now).await?;
    let mut next: HashMap<RoomId, i64> = taken.into_iter().map(|(id, last)| (id, last - counts[&id] + 1)).collect();
    let mut messages = Vec::with_capacity(plain.len());
    let mut last_of: HashMap<(RoomId, UserId), i64> = HashMap::new();
    for (at, sending) in chosen() {
        // A room that is gone has no number to give; alone, the message is refused.
        let seq = next.get_mut(&sending.room_id).map(|next| std::mem::replace(next, *next + 1));
        let text = || Text::Of(sending.new.clone());
        let message = seq.map(|seq| super::new(sending.id, sending.room_id, seq, sending.me, text(), now));
        if let Some(message) = &message {
            let position = work.emit(Audience::Room(message.room_id), &Event::MessageCreated(MessageData { message: message.clone() }));
            mentions::note(work, message).await?;
            messages.push((message.clone(), position));
            last_of.insert((message.room_id, message.sender_id), message.seq);
        }
        outcomes[at] = message.map(|message| Ok(Made { created: true, value: Message { status: Some(MessageStatus::Sent), ..message } }));
    }
    storage::batch::insert_messages(&mut work.conn, &messages, now).await?;
    let sent: Vec<(RoomId, UserId, i64)> = last_of.into_iter().map(|((room_id, user_id), seq)| (room_id, user_id, seq)).collect();
    storage::batch::update_sent(&mut work.conn, &sent).await?;
    Ok(())
}

/// Takes the next numbers of rooms' messages; gives the last one of each.
async fn take_seqs(work: &mut Work, counts: &HashMap<RoomId, i64>, now: Timestamp) -> Result<Vec<(RoomId, i64)>> {
    let counted: Vec<(RoomId, i64)> = counts.iter().map(|(id, count)| (*id, *count)).collect();
    let taken = storage::batch::take_seqs(&mut work.conn, &counted, now).await?;
    if planted::has(Fault::SeqFromASequence) {
        let passed: Vec<(RoomId, i64)> = taken.iter().map(|(id, last)| (*id, planted::draw(id.0, *last, counts[id]))).collect();
        return Ok(storage::batch::take_seqs(&mut work.conn, &passed, now).await?);
    }
    Ok(taken)
}

/// The messages whose client id names one already, here or in the history.
async fn repeats(work: &mut Work, batch: &[Sending], plain: &HashSet<usize>) -> Result<Vec<usize>> {
    let mut known: HashMap<(UserId, &str), usize> = HashMap::new();
    let mut found = Vec::new();
    for (at, sending) in batch.iter().enumerate().filter(|(at, _)| plain.contains(at)) {
        let Some(client_id) = sending.new.client_id.as_deref() else { continue };
        if *known.entry((sending.me, client_id)).or_insert(at) != at {
            found.push(at);
        }
    }
    let named: Vec<(i64, UserId, &str)> =
        known.into_iter().filter_map(|((me, client_id), at)| Some((i64::try_from(at).ok()?, me, client_id))).collect();
    if !named.is_empty() && !planted::has(Fault::UniqueIndexDropped) {
        let stored = storage::batch::list_named(&mut work.conn, &named).await?;
        found.extend(stored.into_iter().filter_map(|(at,)| usize::try_from(at).ok()));
    }
    Ok(found)
}
