//! What people may do by chance: a step names it, and numbers choose who does it, where and to what.

use proptest::prelude::*;
use proptest::strategy::Union;

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Send,
    Edit,
    Delete,
    Mark,
    MarkMany,
    Read,
    Archive,
    ClearForMe,
    ClearForEveryone,
    DeleteRoom,
    Undo,
    Forward,
    Block,
    Unblock,
    AddMember,
    ChangeRole,
    RemoveMember,
    Leave,
    Invite,
    CreateRoom,
    ChangeRoom,
    ChangeOneself,
    ChangePreferences,
}

/// How often each is done, and the operations of the specification that it takes.
pub const STEPS: [(u32, What, &[&str]); 23] = [
    (30, What::Send, &["sendMessage"]),
    (8, What::Edit, &["editMessage"]),
    (8, What::Delete, &["deleteMessage"]),
    (10, What::Mark, &["markRoom"]),
    (2, What::MarkMany, &["markRooms"]),
    (6, What::Read, &["readMessage"]),
    (4, What::Archive, &["archiveRoom"]),
    (5, What::ClearForMe, &["clearRoom"]),
    (2, What::ClearForEveryone, &["clearRoom"]),
    (3, What::DeleteRoom, &["deleteRoom"]),
    (6, What::Undo, &["undoRoom"]),
    (6, What::Forward, &["forwardMessage"]),
    (3, What::Block, &["blockUser"]),
    (3, What::Unblock, &["unblockUser"]),
    (4, What::AddMember, &["addMember"]),
    (2, What::ChangeRole, &["updateMember"]),
    (2, What::RemoveMember, &["removeMember"]),
    (2, What::Leave, &["leaveRoom"]),
    (2, What::Invite, &["createInvite", "acceptInvite"]),
    (1, What::CreateRoom, &["createRoom"]),
    (2, What::ChangeRoom, &["updateRoom"]),
    (1, What::ChangeOneself, &["updateMe"]),
    (1, What::ChangePreferences, &["updatePreferences"]),
];

/// The operations that no step takes, each with the reason.
#[cfg(test)]
const LEFT_OUT: [(&str, &str); 10] = [
    ("register", "it makes the people, and changes nothing of what others see"),
    ("login", "it signs a device in, and no event tells of it"),
    ("refresh", "it exchanges tokens, and no event tells of it"),
    ("revoke", "it ends the session that follows the events"),
    ("revokeAll", "it ends the session that follows the events"),
    ("deleteSession", "it ends a session, and no event tells of it"),
    ("createTicket", "it gives out a secret, and no event tells of it"),
    ("changePassword", "it ends other sessions, and no event tells of it"),
    ("deleteMe", "it ends the person whose client is looked at"),
    ("openEventStream", "it is how events are followed"),
];

/// One step. The numbers choose among what there is when it is taken.
#[derive(Clone, Debug)]
pub struct Step {
    pub what: What,
    pub who: u16,
    pub room: u16,
    pub thing: u16,
    pub other: u16,
}

/// Steps by chance.
pub fn some(count: usize) -> impl Strategy<Value = Vec<Step>> {
    let what = Union::new_weighted(STEPS.iter().map(|(weight, what, _)| (*weight, Just(*what))).collect());
    let step = (what, any::<[u16; 4]>()).prop_map(|(what, [who, room, thing, other])| Step { what, who, room, thing, other });
    prop::collection::vec(step, count)
}

/// Chooses one of some; none of nothing.
pub fn choose<T>(number: u16, of: &[T]) -> Option<&T> {
    of.get(usize::from(number) * of.len() / (usize::from(u16::MAX) + 1))
}

/// Chooses one of some, the first ones far more often, so that much happens in few places.
pub fn prefer<T>(number: u16, of: &[T]) -> Option<&T> {
    let square = u32::from(number) * u32::from(number) / (u32::from(u16::MAX) + 1);
    choose(u16::try_from(square).unwrap_or(u16::MAX), of)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::contract;

    #[test]
    fn every_mutating_operation_is_taken_or_left_out_for_a_reason() {
        let mutating = contract().operations.iter().filter(|operation| {
            operation.template.starts_with("/api/v1") && (operation.method != "GET" || operation.id == "openEventStream")
        });
        let taken = STEPS.iter().flat_map(|(_, _, operations)| operations.iter().copied());
        let left_out = LEFT_OUT.iter().map(|(operation, reason)| {
            assert!(!reason.is_empty());
            *operation
        });
        assert_eq!(taken.chain(left_out).collect::<BTreeSet<_>>(), mutating.map(|operation| operation.id.as_str()).collect());
    }

    #[test]
    fn every_number_chooses_something() {
        for number in [0, 1, u16::MAX / 2, u16::MAX] {
            assert!(choose(number, &[1, 2, 3]).is_some() && prefer(number, &[1]).is_some());
        }
        assert_eq!((choose(0, &[1, 2]), choose(u16::MAX, &[1, 2]), choose::<i32>(7, &[])), (Some(&1), Some(&2), None));
    }
}
