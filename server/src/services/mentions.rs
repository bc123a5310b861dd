//! Mentions: whom a message names, kept with it and told to them.

use super::{Result, Work, read_state};
use crate::domain::events::{Audience, Event, MentionData};
use crate::domain::ids::UserId;
use crate::domain::mentions;
use crate::domain::messages::Message;
use crate::storage;

/// Notes which other members a new message names, and tells them.
pub(super) async fn note(work: &mut Work, message: &Message) -> Result<()> {
    for user_id in named(work, message).await? {
        add(work, message, user_id).await?;
    }
    Ok(())
}

/// Notes whom a message names after a change. Who is named no longer hears what that leaves unread.
pub(super) async fn renew(work: &mut Work, message: &Message) -> Result<()> {
    let before = storage::mentions::list(&mut work.conn, message.room_id, message.seq).await?;
    let now = named(work, message).await?;
    for user_id in before.iter().filter(|user_id| !now.contains(user_id)) {
        storage::mentions::delete(&mut work.conn, message.room_id, message.seq, *user_id).await?;
        read_state::announce_after(work, message, *user_id).await?;
    }
    for user_id in now.into_iter().filter(|user_id| !before.contains(user_id)) {
        add(work, message, user_id).await?;
    }
    Ok(())
}

async fn add(work: &mut Work, message: &Message, user_id: UserId) -> Result<()> {
    let Message { id, room_id, seq, sender_id, .. } = *message;
    storage::mentions::insert(&mut work.conn, room_id, seq, sender_id, user_id).await?;
    work.emit(Audience::User(user_id), &Event::MentionCreated(MentionData { room_id, message_id: id, seq, sender_id }));
    Ok(())
}

/// The members whom a message names, but for its sender; a deleted one names nobody.
async fn named(work: &mut Work, message: &Message) -> Result<Vec<UserId>> {
    let mut found = Vec::new();
    for name in mentions::usernames(message.content.as_deref().unwrap_or_default()) {
        let member = storage::mentions::get_member(&mut work.conn, message.room_id, &name).await?;
        found.extend(member.filter(|user_id| *user_id != message.sender_id));
    }
    Ok(found)
}
