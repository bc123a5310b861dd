//! The cells of the matrix: who asks, for what, and by which rule a cell is none.

use std::fmt::{Display, Formatter, Result};

use super::subjects::{Call, Kind, Subject};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody: a request without a token for the things of a member.
    Anonymous,
    /// A member whose access token is over.
    Expired,
    /// A member whose session was ended.
    Revoked,
    /// Signed in, and with nobody in a room.
    Outsider,
    /// Was a member of the group, and wrote in it.
    Removed,
    /// A member whom the other one of their direct room, who is also in the group, has blocked.
    Blocked,
    Member,
    Admin,
    Owner,
    /// An administrator of the deployment, who is in no room of the others.
    ServerAdmin,
}

impl Actor {
    pub const ALL: [Self; 10] = [
        Self::Anonymous,
        Self::Expired,
        Self::Revoked,
        Self::Outsider,
        Self::Removed,
        Self::Blocked,
        Self::Member,
        Self::Admin,
        Self::Owner,
        Self::ServerAdmin,
    ];

    /// As it stands at the head of the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Outsider => "outsider",
            Self::Removed => "removed",
            Self::Blocked => "blocked",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
            Self::ServerAdmin => "server-admin",
        }
    }

    /// Whether they have never been in a room with the others.
    pub fn is_apart(self) -> bool {
        matches!(self, Self::Outsider | Self::ServerAdmin)
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// What names nothing is asked once.
    Itself,
    /// The group, one's own message in it, oneself, one's own session.
    Own,
    /// A group that one is not in, somebody's message in one's own group, somebody else, their session.
    Others,
    /// One's own direct room, one's own message in it, the other one there.
    OwnDirect,
    /// The direct room of two others, and what is in it.
    OthersDirect,
    /// What was there and is not any more.
    Deleted,
    /// What never was.
    Unknown,
}

impl Thing {
    pub const ALL: [Self; 7] = [Self::Itself, Self::Own, Self::Others, Self::OwnDirect, Self::OthersDirect, Self::Deleted, Self::Unknown];

    pub fn name(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Own => "own",
            Self::Others => "other's",
            Self::OwnDirect => "own-direct",
            Self::OthersDirect => "others-direct",
            Self::Deleted => "deleted",
            Self::Unknown => "unknown",
        }
    }
}

/// The rules by which there is no such cell, as the head of the table tells them.
pub const RULES: [&str; 6] = [
    "what names nothing has the one row `itself`, and what names something has none",
    "a page is there (`own`) or not (`unknown`); it belongs to nobody",
    "people, sessions and invites stand in no direct room",
    "whoever has never been in a room with the others has nothing of their own there: outsiders and server administrators",
    "a direct room has no roles: admins and owners are asked for groups",
    "nothing mutes anybody yet, so nobody is muted: the column comes with the feature, and a test waits for the word",
];

/// Whether a kind of thing has a row.
pub fn has_row(kind: Kind, thing: Thing) -> bool {
    match kind {
        Kind::Nothing => thing == Thing::Itself,
        Kind::Page => matches!(thing, Thing::Own | Thing::Unknown),
        Kind::Person | Kind::Session | Kind::Invite => !matches!(thing, Thing::Itself | Thing::OwnDirect | Thing::OthersDirect),
        Kind::Room | Kind::Seat | Kind::Message => thing != Thing::Itself,
    }
}

/// Whether somebody can be asked about in a row.
pub fn applies(kind: Kind, thing: Thing, actor: Actor) -> bool {
    let is_shared = matches!(kind, Kind::Room | Kind::Seat | Kind::Message | Kind::Invite);
    match thing {
        Thing::Own => !(is_shared && actor.is_apart()),
        Thing::OwnDirect => !actor.is_apart() && !matches!(actor, Actor::Admin | Actor::Owner),
        _ => true,
    }
}

/// One cell.
pub struct Cell {
    pub subject: Subject,
    pub thing: Thing,
    pub actor: Actor,
    /// A status; with a code where it is not the usual one of its status. `ok` for frames.
    pub wanted: String,
}

impl Display for Cell {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} of {} as {}", self.subject.name, self.thing.name(), self.actor.name())
    }
}

/// Frames that are not kept, and one that reads.
const FLEETING: [&str; 5] = ["ping", "typing.start", "typing.stop", "presence.set", "history.load"];

impl Cell {
    /// Whether it changes something when the table is right.
    pub fn changes(&self) -> bool {
        let is_refused = !self.wanted.starts_with(['1', '2', 'o']);
        match &self.subject.call {
            _ if is_refused => false,
            // Who opens a stream is seen to go.
            Call::Operation(operation) => operation.method != "GET" || operation.id == "openEventStream",
            Call::Frame(name) => !FLEETING.contains(&name.as_str()),
        }
    }

    pub fn needs_sessions(&self) -> bool {
        self.subject.kind == Kind::Session
    }
}
