// @generated from openapi.yaml by `cargo ci write`; do not edit.

crate::open::enumerations! {
    /// What a person shows of themselves while connected.
    PresenceStatus {
        Online = "online",
        Away = "away",
        Busy = "busy",
        Offline = "offline",
    }
    /// What a room is: `direct`, between two people, or `group`.
    RoomKind {
        Direct = "direct",
        Group = "group",
    }
    /// What a member may do; a later one may do all that an earlier one may.
    Role {
        Member = "member",
        Admin = "admin",
        Owner = "owner",
    }
    /// What a new member may be.
    AddedRole {
        Member = "member",
        Admin = "admin",
    }
    /// Who speaks: a person (`user`), or the room itself (`system`).
    MessageKind {
        User = "user",
        System = "system",
    }
    /// What a system message tells.
    SystemEvent {
        RoomCreated = "room_created",
        MemberJoined = "member_joined",
        MemberLeft = "member_left",
        MemberRemoved = "member_removed",
        OwnerChanged = "owner_changed",
    }
    /// Whose view is emptied: one's own, or that of every member.
    ClearScope {
        Me = "me",
        Everyone = "everyone",
    }
    /// How far a message has come: stored; got by a device of every recipient; read by every recipient.
    MessageStatus {
        Sent = "sent",
        Delivered = "delivered",
        Read = "read",
    }
    /// Whether a message has come to a room.
    ForwardStatus {
        Forwarded = "forwarded",
        Failed = "failed",
    }
    /// What a room is to be marked as.
    ReadMark {
        Read = "read",
        Unread = "unread",
    }
    /// Why a message counts: it is above the read position; or it also names the caller.
    UnreadRule {
        Unread = "unread",
        Mention = "mention",
    }
    /// How tokens travel: in the body and the `Authorization` header (`bearer`), or in cookies that scripts cannot
    /// read (`cookie`).
    Transport {
        Bearer = "bearer",
        Cookie = "cookie",
    }
    /// Why the cursor is of no use: older than what is kept, of another life of the log, not one of ours, of before
    /// the database was restored from a backup, or ahead of the log.
    ResyncReason {
        Retention = "retention",
        Epoch = "epoch",
        CursorInvalid = "cursor_invalid",
        Restored = "restored",
        TooFar = "too_far",
    }
    /// What a person can choose to show.
    ChosenStatus {
        Online = "online",
        Away = "away",
        Busy = "busy",
    }
    /// Whether it is used; `trying` is tried again with few calls, or has to catch up.
    DependencyState {
        Up = "up",
        Trying = "trying",
        Down = "down",
    }
    /// `degraded` when a dependency is not up. All promises hold; some things take longer.
    ReadinessStatus {
        Ok = "ok",
        Degraded = "degraded",
    }
    /// It is well.
    HealthStatus {
        Ok = "ok",
    }
}
