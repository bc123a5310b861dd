// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

/**
 * Why a request was not done (RFC 9457).
 */
export type Problem = {
    /**
     * The page that explains this kind of problem.
     */
    type: string;
    /**
     * What it is, in a few words.
     */
    title: string;
    /**
     * The HTTP status.
     */
    status: number;
    /**
     * What is the matter this time.
     */
    detail: string;
    /**
     * The stable word that clients act on. The known ones are listed; others may come, and are to be treated by `status`.
     */
    code: string;
    /**
     * The id of the request.
     */
    instance: string;
    /**
     * Every fault of the request.
     */
    errors?: Array<ProblemFault>;
};

/**
 * One fault of a request.
 */
export type ProblemFault = {
    /**
     * The place, as a JSON pointer (RFC 6901) into the body, or `/query/…`, `/path/…`, `/header/…`.
     */
    pointer: string;
    /**
     * What is wrong there, without the value.
     */
    detail: string;
};

/**
 * A person or a bot, as others see them.
 */
export type User = {
    /**
     * The id of the person.
     */
    id: string;
    /**
     * The name by which others find the person. Letters, digits, `_`, `.` and `-`; case does not tell two names apart.
     */
    username: string;
    /**
     * The name that is shown.
     */
    display_name: string;
    /**
     * Where the picture is. Absent: there is none.
     */
    avatar_url?: string;
    /**
     * The mail address. Only in one's own record.
     */
    email?: string;
    /**
     * Whether at least one event stream of the person is open.
     */
    is_online: boolean;
    /**
     * When the last event stream of the person closed. Absent: none ever did.
     */
    last_seen_at?: string;
    /**
     * Whether this is a program.
     */
    is_bot: boolean;
    /**
     * When the account was made.
     */
    created_at: string;
};

/**
 * A page of people.
 */
export type UserPage = {
    /**
     * The people of this page.
     */
    items: Array<User>;
    /**
     * What to give as `cursor` for the next page. Absent: this is the last one.
     */
    next_cursor?: string;
};

/**
 * What a person shows of themselves while connected.
 */
export type PresenceStatus = 'online' | 'away' | 'busy' | 'offline';

/**
 * What a room is: `direct`, between two people, or `group`.
 */
export type RoomKind = 'direct' | 'group';

/**
 * A room. In events that go to all members, what differs from member to member is absent, and so is `last_message`.
 */
export type Room = {
    /**
     * The id of the room.
     */
    id: string;
    /**
     * Whether the room is direct or a group.
     */
    kind: RoomKind;
    /**
     * The name. Absent in direct rooms, and in groups that were given none.
     */
    name?: string;
    /**
     * What the room is for. Absent: nobody has said.
     */
    description?: string;
    /**
     * Who owns the group. Absent in direct rooms.
     */
    owner_id?: string;
    /**
     * How many members the room has.
     */
    member_count: number;
    /**
     * When the room was made.
     */
    created_at: string;
    /**
     * The time of the last message, or of the room's making: what lists are sorted by.
     */
    last_activity_at: string;
    /**
     * Whether members are told what others have read. Above 100 members they are not in any case.
     */
    read_receipts?: boolean;
    /**
     * The last message. Absent: there is none.
     */
    last_message?: Message;
    /**
     * What the caller is in this room.
     */
    my_role?: Role;
    /**
     * Whether the caller has archived it.
     */
    is_archived?: boolean;
    /**
     * Whether the caller has deleted this direct room from their list, and nothing was said since.
     */
    is_deleted?: boolean;
    /**
     * The `seq` up to which the caller has read.
     */
    read_seq?: number;
    /**
     * How many messages the caller has not read.
     */
    unread_count?: number;
    /**
     * How many of them name the caller.
     */
    mention_count?: number;
    /**
     * The oldest of them. Absent: everything is read.
     */
    first_unread_message_id?: string;
};

/**
 * A page of rooms.
 */
export type RoomPage = {
    /**
     * The rooms of this page.
     */
    items: Array<Room>;
    /**
     * What to give as `cursor` for the next page. Absent: this is the last one.
     */
    next_cursor?: string;
};

/**
 * What a member may do; a later one may do all that an earlier one may.
 */
export type Role = 'member' | 'admin' | 'owner';

/**
 * What a new member may be.
 */
export type AddedRole = 'member' | 'admin';

/**
 * One person's place in a room.
 */
export type Member = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The person.
     */
    user_id: string;
    /**
     * What the person may do there.
     */
    role: Role;
    /**
     * Since when.
     */
    joined_at: string;
    /**
     * Who this is.
     */
    user?: User;
};

/**
 * A page of members.
 */
export type MemberPage = {
    /**
     * The members of this page.
     */
    items: Array<Member>;
    /**
     * What to give as `cursor` for the next page. Absent: this is the last one.
     */
    next_cursor?: string;
};

/**
 * A code that lets whoever holds it join a group.
 */
export type Invite = {
    /**
     * 22 URL-safe characters (128 random bits).
     */
    code: string;
    /**
     * The group it lets into.
     */
    room_id: string;
    /**
     * Who made it.
     */
    created_by: string;
    /**
     * When it was made.
     */
    created_at: string;
    /**
     * Until when it is good. Absent: it does not expire.
     */
    expires_at?: string;
    /**
     * How many people may use it. Absent: any number.
     */
    max_uses?: number;
    /**
     * How many people have used it.
     */
    uses: number;
};

/**
 * Who speaks: a person (`user`), or the room itself (`system`).
 */
export type MessageKind = 'user' | 'system';

/**
 * What a system message tells.
 */
export type SystemEvent = 'room_created' | 'member_joined' | 'member_left' | 'member_removed' | 'owner_changed';

/**
 * A message. A deleted one stays as a placeholder: its `seq`, and `content: null`.
 */
export type Message = {
    /**
     * The id of the message.
     */
    id: string;
    /**
     * The room it stands in.
     */
    room_id: string;
    /**
     * Counts the room's messages: 1, 2, 3 …
     */
    seq: number;
    /**
     * The sender; of a system message, whom it is about.
     */
    sender_id: string;
    /**
     * Whether a person or the room speaks.
     */
    kind: MessageKind;
    /**
     * The text, exactly as it was sent. `null` once deleted.
     */
    content: string | null;
    /**
     * What a system message tells. Absent in messages of people.
     */
    system_event?: SystemEvent;
    /**
     * The id that the sending client chose. One sender's second message with the same one in the same room is the first one.
     */
    client_id?: string;
    /**
     * Where it comes from. Absent: it was written here.
     */
    forwarded_from?: ForwardedFrom;
    /**
     * How often it was forwarded.
     */
    forwarded_count?: number;
    /**
     * Whether the text was changed after it was sent.
     */
    is_edited: boolean;
    /**
     * When it was last changed.
     */
    edited_at?: string;
    /**
     * When it was deleted.
     */
    deleted_at?: string;
    /**
     * Of the caller's own messages: how far it has come. In rooms of over 100 members only `sent` is known. Absent in events and in what others wrote.
     */
    status?: MessageStatus;
    /**
     * When it was stored.
     */
    created_at: string;
};

/**
 * Whether a room is to be archived.
 */
export type ArchiveRoomRequest = {
    /**
     * `true` archives, `false` takes it back.
     */
    archived: boolean;
};

/**
 * Whose view is emptied: one's own, or that of every member.
 */
export type ClearScope = 'me' | 'everyone';

/**
 * What goes, or would go.
 */
export type Removal = {
    /**
     * How many messages, as the history counts them, with placeholders and what the room itself says.
     */
    messages: number;
    /**
     * For how many members they go.
     */
    members: number;
    /**
     * Whether this only tells what would go.
     */
    dry_run: boolean;
    /**
     * Until when it can be taken back. Absent: it cannot, or nothing was there.
     */
    undo_until?: string;
};

/**
 * Somebody whom the caller has blocked.
 */
export type Block = {
    /**
     * Who it is.
     */
    user_id: string;
    /**
     * Since when.
     */
    created_at: string;
    /**
     * Who it is, as others see them.
     */
    user?: User;
};

/**
 * A page of blocked people.
 */
export type BlockPage = {
    /**
     * The people of this page.
     */
    items: Array<Block>;
    /**
     * Where the next page begins. Absent at the end.
     */
    next_cursor?: string;
};

/**
 * How far a message has come: stored; got by a device of every recipient; read by every recipient.
 */
export type MessageStatus = 'sent' | 'delivered' | 'read';

/**
 * How far a message has come with somebody.
 */
export type Receipt = {
    /**
     * Who.
     */
    user_id: string;
    /**
     * How far. Reading that is hidden is not shown beyond `delivered`.
     */
    status: MessageStatus;
};

/**
 * A page of receipts.
 */
export type ReceiptPage = {
    /**
     * The receipts of this page, by user id.
     */
    items: Array<Receipt>;
    /**
     * Where the next page begins. Absent at the end.
     */
    next_cursor?: string;
};

/**
 * What a person has chosen.
 */
export type Preferences = {
    /**
     * Whether others are told what the person has read.
     */
    read_receipts: boolean;
};

/**
 * What to change of one's preferences.
 */
export type UpdatePreferencesRequest = {
    /**
     * Whether others are to be told what one has read.
     */
    read_receipts?: boolean;
};

/**
 * Where a forwarded message comes from. Who is not in that room finds nothing there.
 */
export type ForwardedFrom = {
    /**
     * The message that was forwarded.
     */
    message_id: string;
    /**
     * The room it stands in.
     */
    room_id: string;
    /**
     * Who wrote it.
     */
    sender_id: string;
};

/**
 * Where a message is to be forwarded to.
 */
export type ForwardMessageRequest = {
    /**
     * The rooms, each once.
     */
    room_ids: Array<string>;
};

/**
 * Whether a message has come to a room.
 */
export type ForwardStatus = 'forwarded' | 'failed';

/**
 * What became of a message in one room.
 */
export type ForwardOutcome = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Whether it is there.
     */
    status: ForwardStatus;
    /**
     * The message there.
     */
    message?: Message;
    /**
     * Why it is not: the code of a problem.
     */
    code?: string;
    /**
     * The same in words.
     */
    detail?: string;
};

/**
 * What became of a message in each room.
 */
export type ForwardOutcomes = {
    /**
     * One for each room, in their order.
     */
    items: Array<ForwardOutcome>;
};

/**
 * What a room is to be marked as.
 */
export type ReadMark = 'read' | 'unread';

/**
 * What a room is to be marked as.
 */
export type MarkRoomRequest = {
    /**
     * Read or unread.
     */
    status: ReadMark;
    /**
     * Up to which message, or from which on. Absent: the whole room.
     */
    message_id?: string;
};

/**
 * A room, and what it is to be marked as.
 */
export type RoomMark = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Read or unread.
     */
    status: ReadMark;
    /**
     * Up to which message, or from which on. Absent: the whole room.
     */
    message_id?: string;
};

/**
 * Rooms, and what each is to be marked as.
 */
export type MarkRoomsRequest = {
    /**
     * The rooms.
     */
    rooms: Array<RoomMark>;
};

/**
 * How far the caller has read a room, and what that leaves. A message counts when it is above the read position, by somebody else, a person's, and not deleted.
 */
export type ReadStatus = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The `seq` up to which the caller has read.
     */
    read_seq: number;
    /**
     * How many messages count.
     */
    unread_count: number;
    /**
     * How many of them name the caller.
     */
    mention_count: number;
    /**
     * The oldest of them. Absent: everything is read.
     */
    first_unread_message_id?: string;
};

/**
 * What several rooms are now.
 */
export type ReadStatusPage = {
    /**
     * The rooms, in the order of the request.
     */
    items: Array<ReadStatus>;
    /**
     * Always absent: the list is whole.
     */
    next_cursor?: string;
};

/**
 * Why a message counts: it is above the read position; or it also names the caller.
 */
export type UnreadRule = 'unread' | 'mention';

/**
 * A message that counts.
 */
export type UnreadMessage = {
    /**
     * The message.
     */
    message_id: string;
    /**
     * Its place among the room's messages.
     */
    seq: number;
    /**
     * Why it counts.
     */
    rule: UnreadRule;
};

/**
 * A room's part of the caller's unread messages.
 */
export type RoomUnread = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * How many messages count.
     */
    unread_count: number;
    /**
     * How many of them name the caller.
     */
    mention_count: number;
    /**
     * The very messages, when asked to explain.
     */
    messages?: Array<UnreadMessage>;
};

/**
 * The caller's unread messages.
 */
export type UnreadCount = {
    /**
     * In all rooms, or in the one that was asked for.
     */
    total: number;
    /**
     * How many of them name the caller.
     */
    mentions: number;
    /**
     * The rooms with unread messages, or the one that was asked for.
     */
    rooms: Array<RoomUnread>;
};

/**
 * A count that is wrong.
 */
export type UnreadMismatch = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The member.
     */
    user_id: string;
    /**
     * What the member is told.
     */
    unread_count: number;
    /**
     * What the member is told.
     */
    mention_count: number;
    /**
     * What there is.
     */
    counted_unread: number;
    /**
     * What there is.
     */
    counted_mentions: number;
};

/**
 * The outcome of an audit.
 */
export type UnreadAudit = {
    /**
     * How many memberships were counted again.
     */
    members: number;
    /**
     * How many of them were wrong: 0, or there is a fault in Causerie.
     */
    mismatch_count: number;
    /**
     * Up to 100 of them.
     */
    mismatches: Array<UnreadMismatch>;
};

/**
 * A stretch of a room's messages.
 */
export type MessageHistory = {
    /**
     * The messages of this stretch.
     */
    items: Array<Message>;
    /**
     * Whether there are older ones.
     */
    has_more_before: boolean;
    /**
     * Whether there are newer ones.
     */
    has_more_after: boolean;
};

/**
 * A text that an edit replaced.
 */
export type Revision = {
    /**
     * Counts the message's texts: 1 is the first one.
     */
    revision: number;
    /**
     * The text.
     */
    content: string;
    /**
     * When this text was written.
     */
    written_at: string;
};

/**
 * A page of earlier texts.
 */
export type RevisionPage = {
    /**
     * The earlier texts of this page.
     */
    items: Array<Revision>;
    /**
     * What to give as `cursor` for the next page. Absent: this is the last one.
     */
    next_cursor?: string;
};

/**
 * One signed-in device.
 */
export type Session = {
    /**
     * The id of the session.
     */
    id: string;
    /**
     * What the device called itself when it signed in.
     */
    device_name?: string;
    /**
     * When it signed in.
     */
    created_at: string;
    /**
     * When it last fetched a token.
     */
    last_used_at: string;
    /**
     * When it ends unless it is used.
     */
    expires_at: string;
    /**
     * Whether this is the session that asks.
     */
    is_current: boolean;
};

/**
 * A page of sessions.
 */
export type SessionPage = {
    /**
     * The sessions of this page.
     */
    items: Array<Session>;
    /**
     * What to give as `cursor` for the next page. Absent: this is the last one.
     */
    next_cursor?: string;
};

/**
 * How tokens travel: in the body and the `Authorization` header (`bearer`), or in cookies that scripts cannot read (`cookie`).
 */
export type Transport = 'bearer' | 'cookie';

/**
 * Someone has signed in. With the cookie transport, the tokens are in cookies and absent here.
 */
export type SignedIn = {
    /**
     * Who has signed in.
     */
    user: User;
    /**
     * The access token, a signed JWT.
     */
    access_token?: string;
    /**
     * How the access token travels: `Bearer` or `Cookie`.
     */
    token_type: string;
    /**
     * The seconds until the access token ends.
     */
    expires_in: number;
    /**
     * Good once, for new tokens.
     */
    refresh_token?: string;
    /**
     * The session of this device.
     */
    session_id: string;
    /**
     * What to send as `X-CSRF-Token`. Only with the cookie transport.
     */
    csrf_token?: string;
};

/**
 * A short-lived way into the event stream, good once.
 */
export type Ticket = {
    /**
     * What to give as `ticket` to `openEventStream`.
     */
    ticket: string;
    /**
     * Until when it is good: 30 s.
     */
    expires_at: string;
};

/**
 * A new account.
 */
export type RegisterRequest = {
    /**
     * The name by which others find the person. Letters, digits, `_`, `.` and `-`; case does not tell two names apart.
     */
    username: string;
    /**
     * The password. It must not be among the most common ones, nor contain a username of more than 3 characters.
     */
    password: string;
    /**
     * The name that is shown. Absent: the username.
     */
    display_name?: string;
    /**
     * The mail address, which nobody else sees.
     */
    email?: string;
    /**
     * What the device is to be called in the list of sessions.
     */
    device_name?: string;
    /**
     * How the tokens are to travel. Absent: `bearer`.
     */
    transport?: Transport;
};

/**
 * Who signs in.
 */
export type LoginRequest = {
    /**
     * The username.
     */
    username: string;
    /**
     * The password.
     */
    password: string;
    /**
     * What the device is to be called in the list of sessions.
     */
    device_name?: string;
    /**
     * How the tokens are to travel. Absent: `bearer`.
     */
    transport?: Transport;
};

/**
 * What new tokens are asked with.
 */
export type RefreshRequest = {
    /**
     * The refresh token. Absent: the one in the cookie.
     */
    refresh_token?: string;
    /**
     * How the tokens are to travel. Absent: `bearer`.
     */
    transport?: Transport;
};

/**
 * Which session to end.
 */
export type RevokeRequest = {
    /**
     * A refresh token of the session to end. Absent: the session that asks.
     */
    refresh_token?: string;
};

/**
 * A new password.
 */
export type ChangePasswordRequest = {
    /**
     * The password so far.
     */
    current_password: string;
    /**
     * The new password. It must not be among the most common ones, nor contain a username of more than 3 characters.
     */
    new_password: string;
};

/**
 * What to change of oneself. What is absent stays as it is.
 */
export type UpdateMeRequest = {
    /**
     * The name that is shown.
     */
    display_name?: string;
    /**
     * Where the picture is; `null` takes it away.
     */
    avatar_url?: string | null;
    /**
     * The mail address; `null` takes it away.
     */
    email?: string | null;
};

/**
 * A new room.
 */
export type CreateRoomRequest = {
    /**
     * Whether the room is direct or a group.
     */
    kind: RoomKind;
    /**
     * The name of a group. A direct room has none.
     */
    name?: string;
    /**
     * What the room is for.
     */
    description?: string;
    /**
     * Who else is in it: in a direct room exactly one other person.
     */
    member_ids: Array<string>;
};

/**
 * What to change of a room. What is absent stays as it is.
 */
export type UpdateRoomRequest = {
    /**
     * The name.
     */
    name?: string;
    /**
     * Whether members are told what others have read. In direct rooms either may change it.
     */
    read_receipts?: boolean;
    /**
     * What the room is for; `null` takes it away.
     */
    description?: string | null;
};

/**
 * Who is to join.
 */
export type AddMemberRequest = {
    /**
     * The person.
     */
    user_id: string;
    /**
     * What they may be. Absent: `member`.
     */
    role?: AddedRole;
};

/**
 * What a member is to be.
 */
export type UpdateMemberRequest = {
    /**
     * The new role. `owner` hands the group over, and the caller becomes an admin.
     */
    role: Role;
};

/**
 * How far an invite reaches.
 */
export type CreateInviteRequest = {
    /**
     * For how many seconds it is good. Absent: it does not expire.
     */
    expires_in_secs?: number;
    /**
     * How many people may use it. Absent: any number.
     */
    max_uses?: number;
};

/**
 * A message to send.
 */
export type SendMessageRequest = {
    /**
     * The text, kept exactly as it is.
     */
    content: string;
    /**
     * An id of the client's choice. Sending again with the same one gives the message that is already there; in another room it is refused (`idempotency_key_reused`).
     */
    client_id?: string;
};

/**
 * A message's new text.
 */
export type EditMessageRequest = {
    /**
     * The text, kept exactly as it is.
     */
    content: string;
};

/**
 * The data of `message.created`, `message.updated` and `message.deleted`.
 */
export type MessageData = {
    /**
     * The message as it is now.
     */
    message: Message;
};

/**
 * The data of `room.created` and `room.updated`.
 */
export type RoomData = {
    /**
     * The room as it is now.
     */
    room: Room;
};

/**
 * The data of `room.deleted`.
 */
export type RoomDeletedData = {
    /**
     * The room that is gone.
     */
    room_id: string;
    /**
     * Whether it comes back with the next message: a direct room that the person has deleted. Absent: the room is gone for good.
     */
    until_next_message?: boolean;
};

/**
 * The data of `member.joined` and `member.updated`.
 */
export type MemberData = {
    /**
     * The member as it is now.
     */
    member: Member;
};

/**
 * The data of `member.left`.
 */
export type MemberLeftData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Who is no longer a member.
     */
    user_id: string;
    /**
     * Who did it: the member, or who removed them.
     */
    by: string;
};

/**
 * The data of `user.updated`.
 */
export type UserData = {
    /**
     * The person as they are now.
     */
    user: User;
};

/**
 * The data of `hello`.
 */
export type HelloData = {
    /**
     * Who is connected.
     */
    user_id: string;
    /**
     * With which session.
     */
    session_id: string;
    /**
     * How often the client must send something, or a `ping`, in milliseconds.
     */
    heartbeat_interval_ms: number;
    /**
     * Those people in the caller's rooms who are connected.
     */
    online_user_ids: Array<string>;
    /**
     * The server's clock.
     */
    server_time: string;
    /**
     * The place from which this connection goes on: the cursor that the client came with, or, if it came with none, the end of the log. Opaque.
     */
    cursor: string;
};

/**
 * The data of `caught_up`.
 */
export type CaughtUpData = {
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
};

/**
 * Why the cursor is of no use: older than what is kept, of another life of the log, not one of ours, of before the database was restored from a backup, or ahead of the log.
 */
export type ResyncReason = 'retention' | 'epoch' | 'cursor_invalid' | 'restored' | 'too_far';

/**
 * The data of `resync`.
 */
export type ResyncData = {
    /**
     * Why the state must be loaded anew.
     */
    reason: ResyncReason;
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
};

/**
 * The data of `typing.started` and `typing.stopped`.
 */
export type TypingData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Who types.
     */
    user_id: string;
};

/**
 * The data of `presence.changed`.
 */
export type PresenceData = {
    /**
     * The person.
     */
    user_id: string;
    /**
     * What the person shows of themselves.
     */
    status: PresenceStatus;
    /**
     * Whether they are connected.
     */
    is_online: boolean;
    /**
     * When the last event stream of the person closed. Absent: none ever did.
     */
    last_seen_at?: string;
};

/**
 * The data of `pong`.
 */
export type PongData = {
    /**
     * The server's clock.
     */
    server_time: string;
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
};

/**
 * The data of `ack`.
 */
export type AckData = {
    /**
     * The message that is now stored. Only for `message.send`.
     */
    message?: Message;
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor?: string;
};

/**
 * The data of `error`.
 */
export type ErrorData = {
    /**
     * Why the frame was not done.
     */
    problem: Problem;
};

/**
 * The data of `history.loaded`.
 */
export type HistoryData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The messages, newest first.
     */
    items: Array<Message>;
    /**
     * Whether there are older ones.
     */
    has_more_before: boolean;
    /**
     * Whether there are newer ones.
     */
    has_more_after: boolean;
};

/**
 * The data of `closing`.
 */
export type ClosingData = {
    /**
     * After how many milliseconds to connect again.
     */
    reconnect_after_ms: number;
};

/**
 * A message was sent, forwarded to the room, or told by the room itself (`kind` is `system`). Goes to the members of the room, on all their devices, the sender's own ones too, but not to those who have blocked its sender.
 */
export type MessageCreatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.created';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MessageData;
};

/**
 * A message's text was changed by its sender. Goes to the members of the room, on all their devices, but not to those who have blocked its sender and not to those who have cleared the message.
 */
export type MessageUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MessageData;
};

/**
 * A message was deleted; its placeholder stays, with `content: null`. Goes to the members of the room, on all their devices, but not to those who have blocked its sender and not to those who have cleared the message.
 */
export type MessageDeletedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.deleted';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MessageData;
};

/**
 * The data of `message.delivered` and `message.read`.
 */
export type ReceiptData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Who has got them, or has read.
     */
    user_id: string;
    /**
     * Everything up to this message.
     */
    message_id: string;
    /**
     * Its number.
     */
    seq: number;
};

/**
 * The data of `mention.created`.
 */
export type MentionData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The message that names the person.
     */
    message_id: string;
    /**
     * Its number.
     */
    seq: number;
    /**
     * Who wrote it.
     */
    sender_id: string;
};

/**
 * The data of `unread.updated`.
 */
export type UnreadData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * How many messages count now.
     */
    unread_count: number;
    /**
     * How many of them name the person.
     */
    mention_count: number;
};

/**
 * A member has read everything up to a message. Not told in rooms of over 100 members, nor where the reader or the room hides it. Goes to the members of the room, but not to those who have blocked the reader.
 */
export type MessageReadFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.read';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: ReceiptData;
};

/**
 * A device of a member has acknowledged everything up to a message with the client's `ack`. Not told in rooms of over 100 members. Goes to the members of the room, but not to those who have blocked that member.
 */
export type MessageDeliveredFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.delivered';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: ReceiptData;
};

/**
 * A new or changed message names somebody by `@username`. Goes to the devices of the person who is named, unless they have blocked its sender.
 */
export type MentionCreatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'mention.created';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MentionData;
};

/**
 * One's own read position moved, forward by reading or backward by marking as unread, here or on another device. Goes to the person's own devices.
 */
export type RoomReadStatusFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.read_status';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: ReadStatus;
};

/**
 * One's own unread count of a room changed otherwise than by a message that came or went: by reading, marking, clearing, blocking, or a mention that an edit or a deletion took away. Goes to the person's own devices.
 */
export type UnreadUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'unread.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: UnreadData;
};

/**
 * A room was made, with the receiver in it. Goes to all who were put into the room, on all their devices, those of its maker too.
 */
export type RoomCreatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.created';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomData;
};

/**
 * A room was changed: its name, its description, its owner, how many members it has, or a direct room that the person had deleted comes back. Goes to the members of the room, on all their devices; what comes back, to that person alone.
 */
export type RoomUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomData;
};

/**
 * A room is gone for the receiver: they were the last to leave a group, or they deleted a direct room, which comes back with its next message (`until_next_message`). Goes to the person's own devices.
 */
export type RoomDeletedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.deleted';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomDeletedData;
};

/**
 * The data of `room.archived` and `room.unarchived`.
 */
export type RoomArchivedData = {
    /**
     * The room.
     */
    room_id: string;
};

/**
 * One archived a room, here or on another device. Goes to the person's own devices.
 */
export type RoomArchivedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.archived';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomArchivedData;
};

/**
 * The data of `room.cleared`.
 */
export type RoomClearedData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Whose view is emptied.
     */
    scope: ClearScope;
    /**
     * Messages up to this `seq` are not shown. When it is lower than before, clearing was taken back: load the history again.
     */
    seq: number;
    /**
     * Who did it.
     */
    by: string;
    /**
     * Until when they can take it back. Absent: this takes it back.
     */
    undo_until?: string;
};

/**
 * The data of `user.blocked` and `user.unblocked`.
 */
export type UserBlockedData = {
    /**
     * Who was blocked or unblocked.
     */
    user_id: string;
};

/**
 * One took a room out of the archive, here or on another device. Goes to the person's own devices.
 */
export type RoomUnarchivedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.unarchived';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomArchivedData;
};

/**
 * A room was emptied for the person, or for everyone; or that was taken back. Goes to the person's own devices for `me`, to the members of the room for `everyone`.
 */
export type RoomClearedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'room.cleared';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: RoomClearedData;
};

/**
 * One blocked somebody, here or on another device: drop what they wrote. Goes to the person's own devices; who is blocked hears nothing.
 */
export type UserBlockedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'user.blocked';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: UserBlockedData;
};

/**
 * One unblocked somebody, here or on another device: load the history of shared rooms again. Goes to the person's own devices.
 */
export type UserUnblockedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'user.unblocked';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: UserBlockedData;
};

/**
 * One changed what one chooses, here or on another device. Goes to the person's own devices.
 */
export type PreferencesUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'preferences.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: Preferences;
};

/**
 * Someone joined a room: was added, or accepted an invite. Goes to the members of the room, on all their devices, those of the new one too.
 */
export type MemberJoinedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'member.joined';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MemberData;
};

/**
 * A member's role was changed. Goes to the members of the room, on all their devices.
 */
export type MemberUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'member.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MemberData;
};

/**
 * Someone left a room, or was removed. Goes to the members of the room and, as the last frame of it, to who has left.
 */
export type MemberLeftFrame = {
    /**
     * The kind of the frame.
     */
    type: 'member.left';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: MemberLeftData;
};

/**
 * A person changed their profile or deleted their account, or went offline (then `last_seen_at` is new, for themselves alone). Goes to the members of each room that the person is in, once a room and without `email`; then to the person's own devices, with it.
 */
export type UserUpdatedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'user.updated';
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
    /**
     * The id of the event, the same on every delivery.
     */
    event_id: string;
    /**
     * The room it happened in. Absent for events of one person.
     */
    room_id?: string;
    /**
     * Counts the room's events: 1, 2, 3 … Absent for events of one person.
     */
    seq?: number;
    /**
     * When it happened.
     */
    occurred_at: string;
    /**
     * What happened.
     */
    data: UserData;
};

/**
 * The first frame of every connection. Goes to the connection that was opened.
 */
export type HelloFrame = {
    /**
     * The kind of the frame.
     */
    type: 'hello';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: HelloData;
};

/**
 * Everything since the cursor has been sent; what follows is live. Comes once, after `hello` and what was missed. Goes to the connection that was opened.
 */
export type CaughtUpFrame = {
    /**
     * The kind of the frame.
     */
    type: 'caught_up';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: CaughtUpData;
};

/**
 * The cursor is of no use: load the state anew, then go on from the cursor of this frame. Comes in the place of `caught_up`. Goes to the connection that was opened with that cursor.
 */
export type ResyncFrame = {
    /**
     * The kind of the frame.
     */
    type: 'resync';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: ResyncData;
};

/**
 * Someone types; told at most every 500 ms. Goes to the connections of the other members of the room that are open now, but not where one of the two has blocked the other.
 */
export type TypingStartedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'typing.started';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: TypingData;
};

/**
 * Someone no longer types: they said so, sent the message, or said nothing for 5 s. Goes to those whom `typing.started` went to.
 */
export type TypingStoppedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'typing.stopped';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: TypingData;
};

/**
 * Someone came, shows another status, or went: 30 s after their last connection ended. Goes to the open connections of those who share a room with them, but not where one of the two has blocked the other.
 */
export type PresenceChangedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'presence.changed';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: PresenceData;
};

/**
 * The answer to `ping`, with its `ref`; comes also by itself every 30 s, without one. Everything for this connection up to its cursor has been sent. Goes to the connection alone.
 */
export type PongFrame = {
    /**
     * The kind of the frame.
     */
    type: 'pong';
    /**
     * The `ref` of the client's frame that this answers.
     */
    ref?: string;
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: PongData;
};

/**
 * A frame of the client was done. Of `message.send` and `ack` it comes always, of the others when they had a `ref`. Goes to the connection that asked.
 */
export type AckFrame = {
    /**
     * The kind of the frame.
     */
    type: 'ack';
    /**
     * The `ref` of the client's frame that this answers. Absent when it had none.
     */
    ref?: string;
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: AckData;
};

/**
 * A frame of the client was not done. The stream stays open. Goes to the connection that asked.
 */
export type ErrorFrame = {
    /**
     * The kind of the frame.
     */
    type: 'error';
    /**
     * The `ref` of the client's frame that this answers.
     */
    ref?: string;
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: ErrorData;
};

/**
 * The answer to `history.load`. Goes to the connection that asked.
 */
export type HistoryLoadedFrame = {
    /**
     * The kind of the frame.
     */
    type: 'history.loaded';
    /**
     * The `ref` of the client's frame that this answers.
     */
    ref?: string;
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: HistoryData;
};

/**
 * The server is about to close the stream with 1012, since it restarts: connect again, with the last cursor. Goes to every connection of the node that stops.
 */
export type ClosingFrame = {
    /**
     * The kind of the frame.
     */
    type: 'closing';
    /**
     * When it happened. Absent where it says nothing.
     */
    occurred_at?: string;
    /**
     * What the frame tells.
     */
    data: ClosingData;
};

/**
 * What a person can choose to show.
 */
export type ChosenStatus = 'online' | 'away' | 'busy';

/**
 * Asks whether the stream is alive. Answered by `pong`.
 */
export type PingFrame = {
    /**
     * The kind of the frame.
     */
    type: 'ping';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * Nothing; a client that always sends `data` may leave it empty.
     */
    data?: PingData;
};

/**
 * The data of `ping`, which is empty.
 */
export type PingData = {
    [key: string]: never;
};

/**
 * The data of `message.send`.
 */
export type MessageSendData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * The text, kept exactly as it is.
     */
    content: string;
    /**
     * An id of the client's choice. Sending again with the same one gives the message that is already there.
     */
    client_id?: string;
};

/**
 * Sends a message, as `sendMessage` does. Answered by `ack` with the message that is stored, or `error`.
 */
export type MessageSendFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.send';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: MessageSendData;
};

/**
 * The data of `message.read`.
 */
export type ReadMessageData = {
    /**
     * Everything up to this message of its room is read.
     */
    message_id: string;
};

/**
 * Says that the caller has read up to a message. Answered by `ack` when it has a `ref`, or `error`.
 */
export type ReadMessageFrame = {
    /**
     * The kind of the frame.
     */
    type: 'message.read';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: ReadMessageData;
};

/**
 * The data of `typing.start` and `typing.stop`.
 */
export type TypingTargetData = {
    /**
     * The room.
     */
    room_id: string;
};

/**
 * Says that the caller types. Holds for 5 s; send it again while it lasts. Answered by `ack` when it has a `ref`, or `error`.
 */
export type TypingStartFrame = {
    /**
     * The kind of the frame.
     */
    type: 'typing.start';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: TypingTargetData;
};

/**
 * Says that the caller no longer types. Answered by `ack` when it has a `ref`, or `error`.
 */
export type TypingStopFrame = {
    /**
     * The kind of the frame.
     */
    type: 'typing.stop';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: TypingTargetData;
};

/**
 * The data of `history.load`.
 */
export type HistoryLoadData = {
    /**
     * The room.
     */
    room_id: string;
    /**
     * Messages older than this one. Absent: the newest.
     */
    before?: string;
    /**
     * How many. Absent: 50.
     */
    limit?: number;
};

/**
 * Asks for messages. Answered by `history.loaded`, or `error`.
 */
export type HistoryLoadFrame = {
    /**
     * The kind of the frame.
     */
    type: 'history.load';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: HistoryLoadData;
};

/**
 * The data of `presence.set`.
 */
export type PresenceSetData = {
    /**
     * What others are to see.
     */
    status: ChosenStatus;
};

/**
 * Says what the caller shows of themselves. Answered by `ack` when it has a `ref`, or `error`.
 */
export type PresenceSetFrame = {
    /**
     * The kind of the frame.
     */
    type: 'presence.set';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: PresenceSetData;
};

/**
 * The data of the client's `ack`.
 */
export type AckCursorData = {
    /**
     * The place of this frame. Give back the last one that was handled to go on after it. Opaque.
     */
    cursor: string;
};

/**
 * Says that this device has handled everything up to a frame, which is what makes messages delivered. Answered by `ack`.
 */
export type AckCursorFrame = {
    /**
     * The kind of the frame.
     */
    type: 'ack';
    /**
     * A word of the client's choice, which the answer to this frame carries.
     */
    ref?: string;
    /**
     * What is asked.
     */
    data: AckCursorData;
};

/**
 * What the server sends on the event stream. Clients pass over types they do not know.
 */
export type ServerFrame = ({
    type: 'message.created';
} & MessageCreatedFrame) | ({
    type: 'message.updated';
} & MessageUpdatedFrame) | ({
    type: 'message.deleted';
} & MessageDeletedFrame) | ({
    type: 'message.read';
} & MessageReadFrame) | ({
    type: 'message.delivered';
} & MessageDeliveredFrame) | ({
    type: 'mention.created';
} & MentionCreatedFrame) | ({
    type: 'room.read_status';
} & RoomReadStatusFrame) | ({
    type: 'unread.updated';
} & UnreadUpdatedFrame) | ({
    type: 'room.created';
} & RoomCreatedFrame) | ({
    type: 'room.updated';
} & RoomUpdatedFrame) | ({
    type: 'room.deleted';
} & RoomDeletedFrame) | ({
    type: 'room.archived';
} & RoomArchivedFrame) | ({
    type: 'room.unarchived';
} & RoomUnarchivedFrame) | ({
    type: 'member.joined';
} & MemberJoinedFrame) | ({
    type: 'member.updated';
} & MemberUpdatedFrame) | ({
    type: 'member.left';
} & MemberLeftFrame) | ({
    type: 'room.cleared';
} & RoomClearedFrame) | ({
    type: 'user.blocked';
} & UserBlockedFrame) | ({
    type: 'user.unblocked';
} & UserUnblockedFrame) | ({
    type: 'preferences.updated';
} & PreferencesUpdatedFrame) | ({
    type: 'user.updated';
} & UserUpdatedFrame) | ({
    type: 'hello';
} & HelloFrame) | ({
    type: 'caught_up';
} & CaughtUpFrame) | ({
    type: 'resync';
} & ResyncFrame) | ({
    type: 'typing.started';
} & TypingStartedFrame) | ({
    type: 'typing.stopped';
} & TypingStoppedFrame) | ({
    type: 'presence.changed';
} & PresenceChangedFrame) | ({
    type: 'pong';
} & PongFrame) | ({
    type: 'ack';
} & AckFrame) | ({
    type: 'error';
} & ErrorFrame) | ({
    type: 'history.loaded';
} & HistoryLoadedFrame) | ({
    type: 'closing';
} & ClosingFrame);

/**
 * What a client sends on the event stream.
 */
export type ClientFrame = ({
    type: 'ping';
} & PingFrame) | ({
    type: 'message.send';
} & MessageSendFrame) | ({
    type: 'message.read';
} & ReadMessageFrame) | ({
    type: 'typing.start';
} & TypingStartFrame) | ({
    type: 'typing.stop';
} & TypingStopFrame) | ({
    type: 'history.load';
} & HistoryLoadFrame) | ({
    type: 'presence.set';
} & PresenceSetFrame) | ({
    type: 'ack';
} & AckCursorFrame);

/**
 * A stretch of the durable frames.
 */
export type SyncPage = {
    /**
     * The frames, oldest first; only durable ones, which are those with a `cursor`.
     */
    items: Array<ServerFrame>;
    /**
     * What to give as `cursor` next, also when there is nothing more yet.
     */
    next_cursor: string;
    /**
     * Whether there are more frames already.
     */
    has_more: boolean;
    /**
     * Present when the cursor is of no use: load the state anew, then go on from `next_cursor`.
     */
    resync?: SyncResync;
};

/**
 * Why the state must be loaded anew.
 */
export type SyncResync = {
    /**
     * The reason.
     */
    reason: ResyncReason;
};

/**
 * Something that the server leans on.
 */
export type Dependency = {
    /**
     * `database`, `replica 1` and so on in the order of the setting, or `redis`.
     */
    name: string;
    /**
     * Whether it is used; `trying` is tried again with few calls, or has to catch up.
     */
    state: 'up' | 'trying' | 'down';
};

/**
 * How a server that can work is.
 */
export type Readiness = {
    /**
     * `degraded` when a dependency is not up. All promises hold; some things take longer.
     */
    status: 'ok' | 'degraded';
    /**
     * What the server leans on, the database first.
     */
    dependencies: Array<Dependency>;
};

/**
 * How the server is.
 */
export type Health = {
    /**
     * It is well.
     */
    status: 'ok';
};

export type RegisterCall = {
    /**
     * A new account.
     */
    body: RegisterRequest;
    path?: never;
    query?: never;
    url: '/api/v1/auth/register';
};

export type RegisterAnswers = {
    /**
     * It was made.
     */
    201: SignedIn;
};

export type RegisterAnswer = RegisterAnswers[keyof RegisterAnswers];

export type LoginCall = {
    /**
     * Who signs in.
     */
    body: LoginRequest;
    path?: never;
    query?: never;
    url: '/api/v1/auth/login';
};

export type LoginAnswers = {
    /**
     * Done; here it is.
     */
    200: SignedIn;
};

export type LoginAnswer = LoginAnswers[keyof LoginAnswers];

export type RefreshCall = {
    /**
     * What new tokens are asked with.
     */
    body?: RefreshRequest;
    path?: never;
    query?: never;
    url: '/api/v1/auth/refresh';
};

export type RefreshAnswers = {
    /**
     * Done; here it is.
     */
    200: SignedIn;
};

export type RefreshAnswer = RefreshAnswers[keyof RefreshAnswers];

export type RevokeCall = {
    /**
     * Which session to end.
     */
    body?: RevokeRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/auth/revoke';
};

export type RevokeAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type RevokeAnswer = RevokeAnswers[keyof RevokeAnswers];

export type RevokeAllCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/auth/revoke-all';
};

export type RevokeAllAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type RevokeAllAnswer = RevokeAllAnswers[keyof RevokeAllAnswers];

export type ListSessionsCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/v1/auth/sessions';
};

export type ListSessionsAnswers = {
    /**
     * Done; here it is.
     */
    200: SessionPage;
};

export type ListSessionsAnswer = ListSessionsAnswers[keyof ListSessionsAnswers];

export type DeleteSessionCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The session, as the list of sessions names it.
         */
        session_id: string;
    };
    query?: never;
    url: '/api/v1/auth/sessions/{session_id}';
};

export type DeleteSessionAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type DeleteSessionAnswer = DeleteSessionAnswers[keyof DeleteSessionAnswers];

export type CreateTicketCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/v1/auth/tickets';
};

export type CreateTicketAnswers = {
    /**
     * It was made.
     */
    201: Ticket;
};

export type CreateTicketAnswer = CreateTicketAnswers[keyof CreateTicketAnswers];

export type ChangePasswordCall = {
    /**
     * A new password.
     */
    body: ChangePasswordRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/auth/password';
};

export type ChangePasswordAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type ChangePasswordAnswer = ChangePasswordAnswers[keyof ChangePasswordAnswers];

export type ListUsersCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Only people whose username or display name begins with this text, in any case.
         */
        q?: string;
        /**
         * Only people who are connected (`true`), or who are not (`false`).
         */
        online?: boolean;
        /**
         * Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
         */
        cursor?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/users';
};

export type ListUsersAnswers = {
    /**
     * Done; here it is.
     */
    200: UserPage;
};

export type ListUsersAnswer = ListUsersAnswers[keyof ListUsersAnswers];

export type DeleteMeCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/users/me';
};

export type DeleteMeAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type DeleteMeAnswer = DeleteMeAnswers[keyof DeleteMeAnswers];

export type GetMeCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/v1/users/me';
};

export type GetMeAnswers = {
    /**
     * Done; here it is.
     */
    200: User;
};

export type GetMeAnswer = GetMeAnswers[keyof GetMeAnswers];

export type UpdateMeCall = {
    /**
     * What to change of oneself. What is absent stays as it is.
     */
    body: UpdateMeRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/users/me';
};

export type UpdateMeAnswers = {
    /**
     * Done; here it is.
     */
    200: User;
};

export type UpdateMeAnswer = UpdateMeAnswers[keyof UpdateMeAnswers];

export type GetPreferencesCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/v1/users/me/preferences';
};

export type GetPreferencesAnswers = {
    /**
     * Done; here it is.
     */
    200: Preferences;
};

export type GetPreferencesAnswer = GetPreferencesAnswers[keyof GetPreferencesAnswers];

export type UpdatePreferencesCall = {
    /**
     * What to change. What is absent stays as it is.
     */
    body: UpdatePreferencesRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/users/me/preferences';
};

export type UpdatePreferencesAnswers = {
    /**
     * Done; here it is.
     */
    200: Preferences;
};

export type UpdatePreferencesAnswer = UpdatePreferencesAnswers[keyof UpdatePreferencesAnswers];

export type ListBlocksCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
         */
        cursor?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/users/me/blocks';
};

export type ListBlocksAnswers = {
    /**
     * Done; here it is.
     */
    200: BlockPage;
};

export type ListBlocksAnswer = ListBlocksAnswers[keyof ListBlocksAnswers];

export type GetUserCall = {
    body?: never;
    path: {
        /**
         * The person.
         */
        user_id: string;
    };
    query?: never;
    url: '/api/v1/users/{user_id}';
};

export type GetUserAnswers = {
    /**
     * Done; here it is.
     */
    200: User;
};

export type GetUserAnswer = GetUserAnswers[keyof GetUserAnswers];

export type UnblockUserCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The person.
         */
        user_id: string;
    };
    query?: never;
    url: '/api/v1/users/{user_id}/block';
};

export type UnblockUserAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type UnblockUserAnswer = UnblockUserAnswers[keyof UnblockUserAnswers];

export type BlockUserCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The person.
         */
        user_id: string;
    };
    query?: never;
    url: '/api/v1/users/{user_id}/block';
};

export type BlockUserAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type BlockUserAnswer = BlockUserAnswers[keyof BlockUserAnswers];

export type ListRoomsCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Only rooms of this kind.
         */
        kind?: RoomKind;
        /**
         * Only archived rooms, or only the others. Absent: both.
         */
        archived?: boolean;
        /**
         * Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
         */
        cursor?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/rooms';
};

export type ListRoomsAnswers = {
    /**
     * Done; here it is.
     */
    200: RoomPage;
};

export type ListRoomsAnswer = ListRoomsAnswers[keyof ListRoomsAnswers];

export type CreateRoomCall = {
    /**
     * A new room.
     */
    body: CreateRoomRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/rooms';
};

export type CreateRoomAnswers = {
    /**
     * It was there already; here it is.
     */
    200: Room;
    /**
     * It was made.
     */
    201: Room;
};

export type CreateRoomAnswer = CreateRoomAnswers[keyof CreateRoomAnswers];

export type DeleteRoomCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: {
        /**
         * Whether only to tell what would go; nothing changes then.
         */
        dry_run?: boolean;
    };
    url: '/api/v1/rooms/{room_id}';
};

export type DeleteRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Removal;
};

export type DeleteRoomAnswer = DeleteRoomAnswers[keyof DeleteRoomAnswers];

export type GetRoomCall = {
    body?: never;
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}';
};

export type GetRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Room;
};

export type GetRoomAnswer = GetRoomAnswers[keyof GetRoomAnswers];

export type UpdateRoomCall = {
    /**
     * What to change of a room. What is absent stays as it is.
     */
    body: UpdateRoomRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}';
};

export type UpdateRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Room;
};

export type UpdateRoomAnswer = UpdateRoomAnswers[keyof UpdateRoomAnswers];

export type ListMembersCall = {
    body?: never;
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: {
        /**
         * Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
         */
        cursor?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/rooms/{room_id}/members';
};

export type ListMembersAnswers = {
    /**
     * Done; here it is.
     */
    200: MemberPage;
};

export type ListMembersAnswer = ListMembersAnswers[keyof ListMembersAnswers];

export type AddMemberCall = {
    /**
     * Who is to join.
     */
    body: AddMemberRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/members';
};

export type AddMemberAnswers = {
    /**
     * It was there already; here it is.
     */
    200: Member;
    /**
     * It was made.
     */
    201: Member;
};

export type AddMemberAnswer = AddMemberAnswers[keyof AddMemberAnswers];

export type RemoveMemberCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The person.
         */
        user_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/members/{user_id}';
};

export type RemoveMemberAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type RemoveMemberAnswer = RemoveMemberAnswers[keyof RemoveMemberAnswers];

export type UpdateMemberCall = {
    /**
     * What a member is to be.
     */
    body: UpdateMemberRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The person.
         */
        user_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/members/{user_id}';
};

export type UpdateMemberAnswers = {
    /**
     * Done; here it is.
     */
    200: Member;
};

export type UpdateMemberAnswer = UpdateMemberAnswers[keyof UpdateMemberAnswers];

export type LeaveRoomCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/leave';
};

export type LeaveRoomAnswers = {
    /**
     * Done.
     */
    204: void;
};

export type LeaveRoomAnswer = LeaveRoomAnswers[keyof LeaveRoomAnswers];

export type CreateInviteCall = {
    /**
     * How far an invite reaches.
     */
    body?: CreateInviteRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/invites';
};

export type CreateInviteAnswers = {
    /**
     * It was made.
     */
    201: Invite;
};

export type CreateInviteAnswer = CreateInviteAnswers[keyof CreateInviteAnswers];

export type AcceptInviteCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The code of the invite.
         */
        code: string;
    };
    query?: never;
    url: '/api/v1/invites/{code}/accept';
};

export type AcceptInviteAnswers = {
    /**
     * The caller was in the group already.
     */
    200: Room;
    /**
     * The caller has joined the group.
     */
    201: Room;
};

export type AcceptInviteAnswer = AcceptInviteAnswers[keyof AcceptInviteAnswers];

export type ClearRoomCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: {
        /**
         * Whose view is emptied: the caller's, or that of every member, which is for admins of groups.
         */
        scope?: ClearScope;
        /**
         * Whether only to tell what would go; nothing changes then.
         */
        dry_run?: boolean;
    };
    url: '/api/v1/rooms/{room_id}/messages';
};

export type ClearRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Removal;
};

export type ClearRoomAnswer = ClearRoomAnswers[keyof ClearRoomAnswers];

export type ListMessagesCall = {
    body?: never;
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: {
        /**
         * Messages older than this one, newest first. At most one of `before`, `after` and `around` may be given.
         */
        before?: string;
        /**
         * Messages newer than this one, oldest first.
         */
        after?: string;
        /**
         * This message and those on both sides of it, oldest first.
         */
        around?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/rooms/{room_id}/messages';
};

export type ListMessagesAnswers = {
    /**
     * Done; here it is.
     */
    200: MessageHistory;
};

export type ListMessagesAnswer = ListMessagesAnswers[keyof ListMessagesAnswers];

export type SendMessageCall = {
    /**
     * A message to send.
     */
    body: SendMessageRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/messages';
};

export type SendMessageAnswers = {
    /**
     * It was there already; here it is.
     */
    200: Message;
    /**
     * It was made.
     */
    201: Message;
};

export type SendMessageAnswer = SendMessageAnswers[keyof SendMessageAnswers];

export type DeleteMessageCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/messages/{message_id}';
};

export type DeleteMessageAnswers = {
    /**
     * Done; here it is.
     */
    200: Message;
};

export type DeleteMessageAnswer = DeleteMessageAnswers[keyof DeleteMessageAnswers];

export type GetMessageCall = {
    body?: never;
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/messages/{message_id}';
};

export type GetMessageAnswers = {
    /**
     * Done; here it is.
     */
    200: Message;
};

export type GetMessageAnswer = GetMessageAnswers[keyof GetMessageAnswers];

export type EditMessageCall = {
    /**
     * A message's new text.
     */
    body: EditMessageRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/messages/{message_id}';
};

export type EditMessageAnswers = {
    /**
     * Done; here it is.
     */
    200: Message;
};

export type EditMessageAnswer = EditMessageAnswers[keyof EditMessageAnswers];

export type ListRevisionsCall = {
    body?: never;
    path: {
        /**
         * The room.
         */
        room_id: string;
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/messages/{message_id}/revisions';
};

export type ListRevisionsAnswers = {
    /**
     * Done; here it is.
     */
    200: RevisionPage;
};

export type ListRevisionsAnswer = ListRevisionsAnswers[keyof ListRevisionsAnswers];

export type GetUnreadCountCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Only this room.
         */
        room_id?: string;
        /**
         * Whether to name the messages that count, up to 1,000 of a room, the oldest first.
         */
        explain?: boolean;
    };
    url: '/api/v1/unread-count';
};

export type GetUnreadCountAnswers = {
    /**
     * Done; here it is.
     */
    200: UnreadCount;
};

export type GetUnreadCountAnswer = GetUnreadCountAnswers[keyof GetUnreadCountAnswers];

export type MarkRoomsCall = {
    /**
     * The rooms, and what each is to be marked as.
     */
    body: MarkRoomsRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/v1/rooms/read-status';
};

export type MarkRoomsAnswers = {
    /**
     * Done; here it is.
     */
    200: ReadStatusPage;
};

export type MarkRoomsAnswer = MarkRoomsAnswers[keyof MarkRoomsAnswers];

export type MarkRoomCall = {
    /**
     * What the room is to be marked as.
     */
    body: MarkRoomRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/read-status';
};

export type MarkRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: ReadStatus;
};

export type MarkRoomAnswer = MarkRoomAnswers[keyof MarkRoomAnswers];

export type ArchiveRoomCall = {
    /**
     * Whether the room is to be archived.
     */
    body: ArchiveRoomRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/archive';
};

export type ArchiveRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Room;
};

export type ArchiveRoomAnswer = ArchiveRoomAnswers[keyof ArchiveRoomAnswers];

export type UndoRoomCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The room.
         */
        room_id: string;
    };
    query?: never;
    url: '/api/v1/rooms/{room_id}/undo';
};

export type UndoRoomAnswers = {
    /**
     * Done; here it is.
     */
    200: Room;
};

export type UndoRoomAnswer = UndoRoomAnswers[keyof UndoRoomAnswers];

export type ForwardMessageCall = {
    /**
     * Where to.
     */
    body: ForwardMessageRequest;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/messages/{message_id}/forward';
};

export type ForwardMessageAnswers = {
    /**
     * Done; here it is.
     */
    200: ForwardOutcomes;
};

export type ForwardMessageAnswer = ForwardMessageAnswers[keyof ForwardMessageAnswers];

export type ReadMessageCall = {
    body?: never;
    headers?: {
        /**
         * A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The message.
         */
        message_id: string;
    };
    query?: never;
    url: '/api/v1/messages/{message_id}/read';
};

export type ReadMessageAnswers = {
    /**
     * Done; here it is.
     */
    200: ReadStatus;
};

export type ReadMessageAnswer = ReadMessageAnswers[keyof ReadMessageAnswers];

export type ListReceiptsCall = {
    body?: never;
    path: {
        /**
         * The message.
         */
        message_id: string;
    };
    query?: {
        /**
         * Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
         */
        cursor?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/messages/{message_id}/receipts';
};

export type ListReceiptsAnswers = {
    /**
     * Done; here it is.
     */
    200: ReceiptPage;
};

export type ListReceiptsAnswer = ListReceiptsAnswers[keyof ListReceiptsAnswers];

export type AuditUnreadCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Only this room.
         */
        room_id?: string;
    };
    url: '/api/v1/admin/audit/unread';
};

export type AuditUnreadAnswers = {
    /**
     * Done; here it is.
     */
    200: UnreadAudit;
};

export type AuditUnreadAnswer = AuditUnreadAnswers[keyof AuditUnreadAnswers];

export type SyncCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * The `cursor` of the last frame that was handled; frames after it follow. Opaque.
         */
        cursor?: string;
        /**
         * An instant: events after it follow. For clients that have no cursor; at most one of `cursor` and `since` may be given.
         */
        since?: string;
        /**
         * How many items the page may have.
         */
        limit?: number;
    };
    url: '/api/v1/sync';
};

export type SyncAnswers = {
    /**
     * Done; here it is.
     */
    200: SyncPage;
};

export type SyncAnswer = SyncAnswers[keyof SyncAnswers];

export type OpenEventStreamCall = {
    body?: never;
    path?: never;
    query?: {
        /**
         * The `cursor` of the last frame that was handled; frames after it follow. Opaque.
         */
        cursor?: string;
        /**
         * A ticket from `createTicket`, for clients that cannot set headers on an upgrade.
         */
        ticket?: string;
    };
    url: '/api/v1/events';
};

export type GetFrontPageCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/';
};

export type GetFrontPageAnswers = {
    /**
     * The page.
     */
    200: string;
};

export type GetFrontPageAnswer = GetFrontPageAnswers[keyof GetFrontPageAnswers];

export type GetLivenessCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/health/live';
};

export type GetLivenessAnswers = {
    /**
     * Here it is.
     */
    200: Health;
};

export type GetLivenessAnswer = GetLivenessAnswers[keyof GetLivenessAnswers];

export type GetReadinessCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/health/ready';
};

export type GetReadinessAnswers = {
    /**
     * Here it is.
     */
    200: Readiness;
};

export type GetReadinessAnswer = GetReadinessAnswers[keyof GetReadinessAnswers];

export type GetMetricsCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/metrics';
};

export type GetMetricsAnswers = {
    /**
     * The metrics.
     */
    200: string;
};

export type GetMetricsAnswer = GetMetricsAnswers[keyof GetMetricsAnswers];

export type GetDocsCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/docs';
};

export type GetDocsAnswers = {
    /**
     * The page.
     */
    200: string;
};

export type GetDocsAnswer = GetDocsAnswers[keyof GetDocsAnswers];

export type GetEventsPageCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/docs/events';
};

export type GetEventsPageAnswers = {
    /**
     * The page.
     */
    200: string;
};

export type GetEventsPageAnswer = GetEventsPageAnswers[keyof GetEventsPageAnswers];

export type GetDocsFileCall = {
    body?: never;
    path: {
        /**
         * The name of the file.
         */
        file: string;
    };
    query?: never;
    url: '/docs/{file}';
};

export type GetDocsFileAnswers = {
    /**
     * A style sheet.
     */
    200: Blob | File;
};

export type GetDocsFileAnswer = GetDocsFileAnswers[keyof GetDocsFileAnswers];

export type GetSpecificationYamlCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/openapi.yaml';
};

export type GetSpecificationYamlAnswers = {
    /**
     * The specification.
     */
    200: string;
};

export type GetSpecificationYamlAnswer = GetSpecificationYamlAnswers[keyof GetSpecificationYamlAnswers];

export type GetSpecificationJsonCall = {
    body?: never;
    path?: never;
    query?: never;
    url: '/openapi.json';
};

export type GetSpecificationJsonAnswers = {
    /**
     * The specification.
     */
    200: {
        [key: string]: unknown;
    };
};

export type GetSpecificationJsonAnswer = GetSpecificationJsonAnswers[keyof GetSpecificationJsonAnswers];

export type GetProblemPageCall = {
    body?: never;
    path: {
        /**
         * The code of the problem.
         */
        code: string;
    };
    query?: never;
    url: '/problems/{code}';
};

export type GetProblemPageAnswers = {
    /**
     * The page.
     */
    200: string;
};

export type GetProblemPageAnswer = GetProblemPageAnswers[keyof GetProblemPageAnswers];
