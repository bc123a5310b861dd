//! Receipts: how far a message has come with those it is for.

use poem_openapi::{Enum, Object};

use super::ids::UserId;
use super::time::Timestamp;

/// In rooms with more members nobody is told who has got or read what.
pub const MOST_MEMBERS: i64 = 100;

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[oai(rename_all = "snake_case")]
pub enum MessageStatus {
    /// It is stored.
    Sent,
    /// A device has got it.
    Delivered,
    /// It was read.
    Read,
}

/// How far a message has come with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Object)]
pub struct Receipt {
    pub user_id: UserId,
    pub status: MessageStatus,
}

/// A member whom messages of another are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Recipient {
    pub user_id: UserId,
    /// Messages up to this number were there before they came.
    pub joined_seq: i64,
    /// Up to this number a device has got the messages.
    pub delivered_seq: i64,
    /// Up to this number the others were told that they have read.
    pub receipt_seq: i64,
    /// Since when they have blocked the sender: nothing has come to them since.
    pub blocked_at: Option<Timestamp>,
}

impl Recipient {
    /// How far a message has come with them; `None` when it was there before they came.
    pub fn status(&self, seq: i64, created_at: Timestamp) -> Option<MessageStatus> {
        if seq <= self.joined_seq {
            return None;
        }
        Some(match seq {
            _ if self.shuts_out(created_at) => MessageStatus::Sent,
            _ if seq <= self.receipt_seq => MessageStatus::Read,
            _ if seq <= self.delivered_seq => MessageStatus::Delivered,
            _ => MessageStatus::Sent,
        })
    }

    /// Whether they had blocked the sender when a message was sent.
    fn shuts_out(&self, created_at: Timestamp) -> bool {
        self.blocked_at.is_some_and(|blocked_at| created_at >= blocked_at)
    }
}

/// How far a message has come with all whom it can come to.
pub fn status(recipients: &[Recipient], seq: i64, created_at: Timestamp) -> MessageStatus {
    let reachable = recipients.iter().filter(|recipient| !recipient.shuts_out(created_at));
    reachable.filter_map(|recipient| recipient.status(seq, created_at)).min().unwrap_or(MessageStatus::Sent)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_message_is_as_far_as_with_the_last_of_those_it_can_come_to() {
        let new = |joined_seq, delivered_seq, receipt_seq, has_blocked: bool| {
            let blocked_at = has_blocked.then_some(Timestamp(10));
            Recipient { user_id: UserId(Uuid::nil()), joined_seq, delivered_seq, receipt_seq, blocked_at }
        };
        let status = |recipients: &[Recipient], seq| status(recipients, seq, Timestamp(10));
        let (reader, getter, late, blocker) = (new(0, 0, 5, false), new(0, 5, 2, false), new(5, 0, 0, false), new(0, 0, 0, true));
        assert_eq!(status(&[reader, late, blocker], 5), MessageStatus::Read);
        assert_eq!(status(&[reader, getter], 5), MessageStatus::Delivered);
        assert_eq!(status(&[reader, getter], 2), MessageStatus::Read);
        assert_eq!(status(&[reader, getter], 6), MessageStatus::Sent);
        assert_eq!(status(&[blocker], 1), MessageStatus::Sent);
        assert_eq!((late.status(5, Timestamp(10)), blocker.status(5, Timestamp(10))), (None, Some(MessageStatus::Sent)));
        assert_eq!(new(0, 0, 5, true).status(5, Timestamp(9)), Some(MessageStatus::Read), "what was read before the block");
    }
}
