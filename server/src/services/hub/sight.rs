//! What a connected person does not get to hear: messages that they have cleared, and people who are blocked.

use std::collections::{HashMap, HashSet};

use crate::domain::events::LoggedEvent;
use crate::domain::ids::{RoomId, UserId};

/// The bounds of what one person hears.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// Whom the person has blocked.
    pub blocked: HashSet<UserId>,
    /// Who has blocked the person.
    pub blocked_by: HashSet<UserId>,
    /// Up to which number of a room's messages the person has cleared it.
    pub cleared: HashMap<RoomId, i64>,
}

impl Sight {
    /// Whether the person gets an event.
    pub fn reaches(&self, event: &LoggedEvent) -> bool {
        let is_welcome = event.sender_id.is_none_or(|sender_id| !self.blocked.contains(&sender_id));
        let cleared = event.room_id.or(event.message_room_id).and_then(|room_id| self.cleared.get(&room_id)).copied().unwrap_or(0);
        is_welcome && event.message_seq.is_none_or(|seq| seq > cleared)
    }

    /// Whether the person and another know of each other's coming and typing.
    pub fn knows(&self, other: UserId) -> bool {
        !self.blocked.contains(&other) && !self.blocked_by.contains(&other)
    }
}
