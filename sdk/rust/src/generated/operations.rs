// @generated from openapi.yaml by `cargo ci write`; do not edit.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///The data of the client's `ack`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct AckCursorData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        pub cursor: ::std::string::String,
    }
    ///The data of `ack`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct AckData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cursor: ::std::option::Option<::std::string::String>,
        ///The message that is now stored. Only for `message.send`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<Message>,
    }
    ///Who is to join.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct AddMemberRequest {
        ///What they may be. Absent: `member`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::enums::AddedRole>,
        ///The person.
        pub user_id: ::uuid::Uuid,
    }
    impl AddMemberRequest {
        pub fn builder() -> builder::AddMemberRequest {
            Default::default()
        }
    }
    ///Whether a room is to be archived.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct ArchiveRoomRequest {
        ///`true` archives, `false` takes it back.
        pub archived: bool,
    }
    impl ArchiveRoomRequest {
        pub fn builder() -> builder::ArchiveRoomRequest {
            Default::default()
        }
    }
    ///Somebody whom the caller has blocked.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Block {
        ///Since when.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Who it is, as others see them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<User>,
        ///Who it is.
        pub user_id: ::uuid::Uuid,
    }
    ///A page of blocked people.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct BlockPage {
        ///The people of this page.
        pub items: ::std::vec::Vec<Block>,
        ///Where the next page begins. Absent at the end.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///The data of `caught_up`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CaughtUpData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        pub cursor: ::std::string::String,
    }
    ///A new password.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct ChangePasswordRequest {
        ///The password so far.
        pub current_password: crate::Secret,
        ///The new password. It must not be among the most common ones, nor contain a username of more than 3 characters.
        pub new_password: crate::Secret,
    }
    impl ChangePasswordRequest {
        pub fn builder() -> builder::ChangePasswordRequest {
            Default::default()
        }
    }
    ///The data of `closing`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ClosingData {
        ///After how many milliseconds to connect again.
        pub reconnect_after_ms: i64,
    }
    ///How far an invite reaches.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct CreateInviteRequest {
        ///For how many seconds it is good. Absent: it does not expire.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_in_secs: ::std::option::Option<i64>,
        ///How many people may use it. Absent: any number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_uses: ::std::option::Option<i64>,
    }
    impl CreateInviteRequest {
        pub fn builder() -> builder::CreateInviteRequest {
            Default::default()
        }
    }
    ///A new room.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct CreateRoomRequest {
        ///What the room is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Whether the room is direct or a group.
        pub kind: crate::enums::RoomKind,
        ///Who else is in it: in a direct room exactly one other person.
        pub member_ids: ::std::vec::Vec<::uuid::Uuid>,
        ///The name. A group needs one; a direct room has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
    }
    impl CreateRoomRequest {
        pub fn builder() -> builder::CreateRoomRequest {
            Default::default()
        }
    }
    ///Something that the server leans on.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Dependency {
        ///`database`, `replica 1` and so on in the order of the setting, or `redis`.
        pub name: ::std::string::String,
        ///Whether it is used; `trying` is tried again with few calls, or has to catch up.
        pub state: crate::enums::DependencyState,
    }
    ///A message's new text.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct EditMessageRequest {
        ///The text, kept exactly as it is.
        pub content: ::std::string::String,
    }
    impl EditMessageRequest {
        pub fn builder() -> builder::EditMessageRequest {
            Default::default()
        }
    }
    ///The data of `error`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ErrorData {
        ///Why the frame was not done.
        pub problem: Problem,
    }
    ///Where a message is to be forwarded to.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct ForwardMessageRequest {
        ///The rooms, each once.
        pub room_ids: ::std::vec::Vec<::uuid::Uuid>,
    }
    impl ForwardMessageRequest {
        pub fn builder() -> builder::ForwardMessageRequest {
            Default::default()
        }
    }
    ///What became of a message in one room.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ForwardOutcome {
        ///Why it is not: the code of a problem.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<::std::string::String>,
        ///The same in words.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub detail: ::std::option::Option<::std::string::String>,
        ///The message there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<Message>,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Whether it is there.
        pub status: crate::enums::ForwardStatus,
    }
    ///What became of a message in each room.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ForwardOutcomes {
        ///One for each room, in their order.
        pub items: ::std::vec::Vec<ForwardOutcome>,
    }
    ///Where a forwarded message comes from. Who is not in that room finds nothing there.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ForwardedFrom {
        ///The message that was forwarded.
        pub message_id: ::uuid::Uuid,
        ///The room it stands in.
        pub room_id: ::uuid::Uuid,
        ///Who wrote it.
        pub sender_id: ::uuid::Uuid,
    }
    ///How the server is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Health {
        ///It is well.
        pub status: crate::enums::HealthStatus,
    }
    ///The data of `hello`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct HelloData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        pub cursor: ::std::string::String,
        ///How often the client must send something, or a `ping`, in milliseconds.
        pub heartbeat_interval_ms: i64,
        ///Those people in the caller's rooms who are connected.
        pub online_user_ids: ::std::vec::Vec<::uuid::Uuid>,
        ///The server's clock.
        pub server_time: ::chrono::DateTime<::chrono::offset::Utc>,
        ///With which session.
        pub session_id: ::uuid::Uuid,
        ///Who is connected.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `history.loaded`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct HistoryData {
        ///Whether there are newer ones.
        pub has_more_after: bool,
        ///Whether there are older ones.
        pub has_more_before: bool,
        ///The messages, newest first.
        pub items: ::std::vec::Vec<Message>,
        ///The room.
        pub room_id: ::uuid::Uuid,
    }
    ///The data of `history.load`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct HistoryLoadData {
        ///Messages older than this one. Absent: the newest.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub before: ::std::option::Option<::uuid::Uuid>,
        ///How many. Absent: 50.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub limit: ::std::option::Option<i64>,
        ///The room.
        pub room_id: ::uuid::Uuid,
    }
    ///A code that lets whoever holds it join a group.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Invite {
        ///22 URL-safe characters (128 random bits).
        pub code: ::std::string::String,
        ///When it was made.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Who made it.
        pub created_by: ::uuid::Uuid,
        ///Until when it is good. Absent: it does not expire.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///How many people may use it. Absent: any number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_uses: ::std::option::Option<i64>,
        ///The group it lets into.
        pub room_id: ::uuid::Uuid,
        ///How many people have used it.
        pub uses: i64,
    }
    ///Who signs in.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct LoginRequest {
        ///What the device is to be called in the list of sessions.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub device_name: ::std::option::Option<::std::string::String>,
        ///The password.
        pub password: crate::Secret,
        ///How the tokens are to travel. Absent: `bearer`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub transport: ::std::option::Option<crate::enums::Transport>,
        ///The username.
        pub username: ::std::string::String,
    }
    impl LoginRequest {
        pub fn builder() -> builder::LoginRequest {
            Default::default()
        }
    }
    ///What a room is to be marked as.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct MarkRoomRequest {
        ///Up to which message, or from which on. Absent: the whole room.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message_id: ::std::option::Option<::uuid::Uuid>,
        ///Read or unread.
        pub status: crate::enums::ReadMark,
    }
    impl MarkRoomRequest {
        pub fn builder() -> builder::MarkRoomRequest {
            Default::default()
        }
    }
    ///Rooms, and what each is to be marked as.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct MarkRoomsRequest {
        ///The rooms.
        pub rooms: ::std::vec::Vec<RoomMark>,
    }
    impl MarkRoomsRequest {
        pub fn builder() -> builder::MarkRoomsRequest {
            Default::default()
        }
    }
    ///One person's place in a room.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Member {
        ///Since when.
        pub joined_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///What the person may do there.
        pub role: crate::enums::Role,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Who this is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<User>,
        ///The person.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `member.joined` and `member.updated`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MemberData {
        ///The member as it is now.
        pub member: Member,
    }
    ///The data of `member.left`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MemberLeftData {
        ///Who did it: the member, or who removed them.
        pub by: ::uuid::Uuid,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Who is no longer a member.
        pub user_id: ::uuid::Uuid,
    }
    ///A page of members.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MemberPage {
        ///The members of this page.
        pub items: ::std::vec::Vec<Member>,
        ///What to give as `cursor` for the next page. Absent: this is the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///The data of `mention.created`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MentionData {
        ///The message that names the person.
        pub message_id: ::uuid::Uuid,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Who wrote it.
        pub sender_id: ::uuid::Uuid,
        ///Its number.
        pub seq: i64,
    }
    ///A message. A deleted one stays as a placeholder: its `seq`, and `content: null`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Message {
        ///The id that the sending client chose. One sender's second message with the same one in the same room is the first one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub client_id: ::std::option::Option<::std::string::String>,
        ///The text, exactly as it was sent. `null` once deleted.
        pub content: crate::Content,
        ///When it was stored.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///When it was deleted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deleted_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///When it was last changed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub edited_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///How often it was forwarded.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub forwarded_count: ::std::option::Option<i64>,
        ///Where it comes from. Absent: it was written here.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub forwarded_from: ::std::option::Option<ForwardedFrom>,
        ///The id of the message.
        pub id: ::uuid::Uuid,
        ///Whether the text was changed after it was sent.
        pub is_edited: bool,
        ///Whether a person or the room speaks.
        pub kind: crate::enums::MessageKind,
        ///The room it stands in.
        pub room_id: ::uuid::Uuid,
        ///The sender; of a system message, whom it is about.
        pub sender_id: ::uuid::Uuid,
        ///Counts the room's messages: 1, 2, 3 …
        pub seq: i64,
        ///Of the caller's own messages: how far it has come. In rooms of over 100 members only `sent` is known. Absent in events and in what others wrote.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::enums::MessageStatus>,
        ///What a system message tells. Absent in messages of people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub system_event: ::std::option::Option<crate::enums::SystemEvent>,
    }
    ///The data of `message.created`, `message.updated` and `message.deleted`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MessageData {
        ///The message as it is now.
        pub message: Message,
    }
    ///A stretch of a room's messages.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct MessageHistory {
        ///Whether there are newer ones.
        pub has_more_after: bool,
        ///Whether there are older ones.
        pub has_more_before: bool,
        ///The messages of this stretch.
        pub items: ::std::vec::Vec<Message>,
    }
    ///The data of `message.send`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct MessageSendData {
        ///An id of the client's choice. Sending again with the same one gives the message that is already there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub client_id: ::std::option::Option<::std::string::String>,
        ///The text, kept exactly as it is.
        pub content: ::std::string::String,
        ///The room.
        pub room_id: ::uuid::Uuid,
    }
    ///The data of `ping`, which is empty.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct PingData {}
    ///The data of `pong`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PongData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        pub cursor: ::std::string::String,
        ///The server's clock.
        pub server_time: ::chrono::DateTime<::chrono::offset::Utc>,
    }
    ///What a person has chosen.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Preferences {
        ///Whether others are told what the person has read.
        pub read_receipts: bool,
    }
    ///The data of `presence.changed`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PresenceData {
        ///Whether they are connected.
        pub is_online: bool,
        ///When the last event stream of the person closed. Absent: none ever did.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_seen_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///What the person shows of themselves.
        pub status: crate::enums::PresenceStatus,
        ///The person.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `presence.set`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct PresenceSetData {
        ///What others are to see.
        pub status: crate::enums::ChosenStatus,
    }
    ///Why a request was not done (RFC 9457).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Problem {
        ///The stable word that clients act on.
        pub code: ::std::string::String,
        ///What is the matter this time.
        pub detail: ::std::string::String,
        ///Every fault of the request.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub errors: ::std::vec::Vec<ProblemFault>,
        ///The id of the request.
        pub instance: ::std::string::String,
        ///The HTTP status.
        pub status: i32,
        ///What it is, in a few words.
        pub title: ::std::string::String,
        ///The page that explains this kind of problem.
        #[serde(rename = "type")]
        pub type_: ::std::string::String,
    }
    ///One fault of a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ProblemFault {
        ///What is wrong there, without the value.
        pub detail: ::std::string::String,
        ///The place, as a JSON pointer (RFC 6901) into the body, or `/query/…`, `/path/…`, `/header/…`.
        pub pointer: ::std::string::String,
    }
    ///The data of `message.read`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct ReadMessageData {
        ///Everything up to this message of its room is read.
        pub message_id: ::uuid::Uuid,
    }
    ///How far the caller has read a room, and what that leaves. A message counts when it is above the read position, by somebody else, a person's, and not deleted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ReadStatus {
        ///The oldest of them. Absent: everything is read.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_unread_message_id: ::std::option::Option<::uuid::Uuid>,
        ///How many of them name the caller.
        pub mention_count: i64,
        ///The `seq` up to which the caller has read.
        pub read_seq: i64,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///How many messages count.
        pub unread_count: i64,
    }
    ///What several rooms are now.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ReadStatusPage {
        ///The rooms, in the order of the request.
        pub items: ::std::vec::Vec<ReadStatus>,
        ///Always absent: the list is whole.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///How a server that can work is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Readiness {
        ///What the server leans on, the database first.
        pub dependencies: ::std::vec::Vec<Dependency>,
        ///`degraded` when a dependency is not up. All promises hold; some things take longer.
        pub status: crate::enums::ReadinessStatus,
    }
    ///How far a message has come with somebody.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Receipt {
        ///How far. Reading that is hidden is not shown beyond `delivered`.
        pub status: crate::enums::MessageStatus,
        ///Who.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `message.delivered` and `message.read`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ReceiptData {
        ///Everything up to this message.
        pub message_id: ::uuid::Uuid,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Its number.
        pub seq: i64,
        ///Who has got them, or has read.
        pub user_id: ::uuid::Uuid,
    }
    ///A page of receipts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ReceiptPage {
        ///The receipts of this page, by user id.
        pub items: ::std::vec::Vec<Receipt>,
        ///Where the next page begins. Absent at the end.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///What new tokens are asked with.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct RefreshRequest {
        ///The refresh token. Absent: the one in the cookie.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refresh_token: ::std::option::Option<crate::Secret>,
        ///How the tokens are to travel. Absent: `bearer`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub transport: ::std::option::Option<crate::enums::Transport>,
    }
    impl RefreshRequest {
        pub fn builder() -> builder::RefreshRequest {
            Default::default()
        }
    }
    ///A new account.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct RegisterRequest {
        ///What the device is to be called in the list of sessions.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub device_name: ::std::option::Option<::std::string::String>,
        ///The name that is shown. Absent: the username.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub display_name: ::std::option::Option<::std::string::String>,
        ///The mail address, which nobody else sees.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub email: ::std::option::Option<::std::string::String>,
        ///The password. It must not be among the most common ones, nor contain a username of more than 3 characters.
        pub password: crate::Secret,
        ///How the tokens are to travel. Absent: `bearer`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub transport: ::std::option::Option<crate::enums::Transport>,
        ///The name by which others find the person. Letters, digits, `_`, `.` and `-`; case does not tell two names apart.
        pub username: ::std::string::String,
    }
    impl RegisterRequest {
        pub fn builder() -> builder::RegisterRequest {
            Default::default()
        }
    }
    ///What goes, or would go.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Removal {
        ///Whether this only tells what would go.
        pub dry_run: bool,
        ///For how many members they go.
        pub members: i64,
        ///How many messages, as the history counts them, with placeholders and what the room itself says.
        pub messages: i64,
        ///Until when it can be taken back. Absent: it cannot, or nothing was there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub undo_until: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }
    ///The data of `resync`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ResyncData {
        ///The place of this frame. Give back the last one that was handled to go on after it. Opaque.
        pub cursor: ::std::string::String,
        ///Why the state must be loaded anew.
        pub reason: crate::enums::ResyncReason,
    }
    ///A text that an edit replaced.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Revision {
        ///The text.
        pub content: ::std::string::String,
        ///Counts the message's texts: 1 is the first one.
        pub revision: i64,
        ///When this text was written.
        pub written_at: ::chrono::DateTime<::chrono::offset::Utc>,
    }
    ///A page of earlier texts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RevisionPage {
        ///The earlier texts of this page.
        pub items: ::std::vec::Vec<Revision>,
        ///What to give as `cursor` for the next page. Absent: this is the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///Which session to end.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct RevokeRequest {
        ///A refresh token of the session to end. Absent: the session that asks.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refresh_token: ::std::option::Option<crate::Secret>,
    }
    impl RevokeRequest {
        pub fn builder() -> builder::RevokeRequest {
            Default::default()
        }
    }
    ///A room. In events that go to all members, what differs from member to member is absent, and so is `last_message`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Room {
        ///When the room was made.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///What the room is for. Absent: nobody has said.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The oldest of them. Absent: everything is read.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub first_unread_message_id: ::std::option::Option<::uuid::Uuid>,
        ///The id of the room.
        pub id: ::uuid::Uuid,
        ///Whether the caller has archived it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_archived: ::std::option::Option<bool>,
        ///Whether the caller has deleted this direct room from their list, and nothing was said since.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_deleted: ::std::option::Option<bool>,
        ///Whether the room is direct or a group.
        pub kind: crate::enums::RoomKind,
        ///The time of the last message, or of the room's making: what lists are sorted by.
        pub last_activity_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///The last message. Absent: there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_message: ::std::option::Option<Message>,
        ///How many members the room has.
        pub member_count: i64,
        ///How many of them name the caller.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mention_count: ::std::option::Option<i64>,
        ///What the caller is in this room.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub my_role: ::std::option::Option<crate::enums::Role>,
        ///The name. Absent in direct rooms.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Who owns the group. Absent in direct rooms.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub owner_id: ::std::option::Option<::uuid::Uuid>,
        ///Whether members are told what others have read. Above 100 members they are not in any case.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub read_receipts: ::std::option::Option<bool>,
        ///The `seq` up to which the caller has read.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub read_seq: ::std::option::Option<i64>,
        ///How many messages the caller has not read.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub unread_count: ::std::option::Option<i64>,
    }
    ///The data of `room.archived` and `room.unarchived`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomArchivedData {
        ///The room.
        pub room_id: ::uuid::Uuid,
    }
    ///The data of `room.cleared`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomClearedData {
        ///Who did it.
        pub by: ::uuid::Uuid,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Whose view is emptied.
        pub scope: crate::enums::ClearScope,
        ///Messages up to this `seq` are not shown. When it is lower than before, clearing was taken back: load the history again.
        pub seq: i64,
        ///Until when they can take it back. Absent: this takes it back.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub undo_until: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }
    ///The data of `room.created` and `room.updated`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomData {
        ///The room as it is now.
        pub room: Room,
    }
    ///The data of `room.deleted`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomDeletedData {
        ///The room that is gone.
        pub room_id: ::uuid::Uuid,
        ///Whether it comes back with the next message: a direct room that the person has deleted. Absent: the room is gone for good.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub until_next_message: ::std::option::Option<bool>,
    }
    ///A room, and what it is to be marked as.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct RoomMark {
        ///Up to which message, or from which on. Absent: the whole room.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message_id: ::std::option::Option<::uuid::Uuid>,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Read or unread.
        pub status: crate::enums::ReadMark,
    }
    ///A page of rooms.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomPage {
        ///The rooms of this page.
        pub items: ::std::vec::Vec<Room>,
        ///What to give as `cursor` for the next page. Absent: this is the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///A room's part of the caller's unread messages.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RoomUnread {
        ///How many of them name the caller.
        pub mention_count: i64,
        ///The very messages, when asked to explain.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub messages: ::std::vec::Vec<UnreadMessage>,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///How many messages count.
        pub unread_count: i64,
    }
    ///A message to send.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct SendMessageRequest {
        ///An id of the client's choice. Sending again with the same one gives the message that is already there.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub client_id: ::std::option::Option<::std::string::String>,
        ///The text, kept exactly as it is.
        pub content: ::std::string::String,
    }
    impl SendMessageRequest {
        pub fn builder() -> builder::SendMessageRequest {
            Default::default()
        }
    }
    ///One signed-in device.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Session {
        ///When it signed in.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///What the device called itself when it signed in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub device_name: ::std::option::Option<::std::string::String>,
        ///When it ends unless it is used.
        pub expires_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///The id of the session.
        pub id: ::uuid::Uuid,
        ///Whether this is the session that asks.
        pub is_current: bool,
        ///When it last fetched a token.
        pub last_used_at: ::chrono::DateTime<::chrono::offset::Utc>,
    }
    ///A page of sessions.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SessionPage {
        ///The sessions of this page.
        pub items: ::std::vec::Vec<Session>,
        ///What to give as `cursor` for the next page. Absent: this is the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    ///Someone has signed in. With the cookie transport, the tokens are in cookies and absent here.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SignedIn {
        ///The access token, a signed JWT.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub access_token: ::std::option::Option<crate::Secret>,
        ///What to send as `X-CSRF-Token`. Only with the cookie transport.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub csrf_token: ::std::option::Option<crate::Secret>,
        ///The seconds until the access token ends.
        pub expires_in: i64,
        ///Good once, for new tokens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub refresh_token: ::std::option::Option<crate::Secret>,
        ///The session of this device.
        pub session_id: ::uuid::Uuid,
        ///How the access token travels: `Bearer` or `Cookie`.
        pub token_type: ::std::string::String,
        ///Who has signed in.
        pub user: User,
    }
    ///A stretch of the durable frames.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SyncPage {
        ///Whether there are more frames already.
        pub has_more: bool,
        ///The frames, oldest first; only durable ones, which are those with a `cursor`.
        pub items: ::std::vec::Vec<crate::Event>,
        ///What to give as `cursor` next, also when there is nothing more yet.
        pub next_cursor: ::std::string::String,
        ///Present when the cursor is of no use: load the state anew, then go on from `next_cursor`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub resync: ::std::option::Option<SyncResync>,
    }
    ///Why the state must be loaded anew.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SyncResync {
        ///The reason.
        pub reason: crate::enums::ResyncReason,
    }
    ///A short-lived way into the event stream, good once.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Ticket {
        ///Until when it is good: 30 s.
        pub expires_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///What to give as `ticket` to `openEventStream`.
        pub ticket: crate::Secret,
    }
    ///The data of `typing.started` and `typing.stopped`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct TypingData {
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///Who types.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `typing.start` and `typing.stop`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct TypingTargetData {
        ///The room.
        pub room_id: ::uuid::Uuid,
    }
    ///The outcome of an audit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UnreadAudit {
        ///How many memberships were counted again.
        pub members: i64,
        ///How many of them were wrong: 0, or there is a fault in Causerie.
        pub mismatch_count: i64,
        ///Up to 100 of them.
        pub mismatches: ::std::vec::Vec<UnreadMismatch>,
    }
    ///The caller's unread messages.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UnreadCount {
        ///How many of them name the caller.
        pub mentions: i64,
        ///The rooms with unread messages, or the one that was asked for.
        pub rooms: ::std::vec::Vec<RoomUnread>,
        ///In all rooms, or in the one that was asked for.
        pub total: i64,
    }
    ///The data of `unread.updated`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UnreadData {
        ///How many of them name the person.
        pub mention_count: i64,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///How many messages count now.
        pub unread_count: i64,
    }
    ///A message that counts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UnreadMessage {
        ///The message.
        pub message_id: ::uuid::Uuid,
        ///Why it counts.
        pub rule: crate::enums::UnreadRule,
        ///Its place among the room's messages.
        pub seq: i64,
    }
    ///A count that is wrong.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UnreadMismatch {
        ///What there is.
        pub counted_mentions: i64,
        ///What there is.
        pub counted_unread: i64,
        ///What the member is told.
        pub mention_count: i64,
        ///The room.
        pub room_id: ::uuid::Uuid,
        ///What the member is told.
        pub unread_count: i64,
        ///The member.
        pub user_id: ::uuid::Uuid,
    }
    ///What to change of oneself. What is absent stays as it is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct UpdateMeRequest {
        ///Where the picture is; `null` takes it away.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avatar_url: ::std::option::Option<crate::Nullable<::std::string::String>>,
        ///The name that is shown.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub display_name: ::std::option::Option<::std::string::String>,
        ///The mail address; `null` takes it away.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub email: ::std::option::Option<crate::Nullable<::std::string::String>>,
    }
    impl UpdateMeRequest {
        pub fn builder() -> builder::UpdateMeRequest {
            Default::default()
        }
    }
    ///What a member is to be.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct UpdateMemberRequest {
        ///The new role. `owner` hands the group over, and the caller becomes an admin.
        pub role: crate::enums::Role,
    }
    impl UpdateMemberRequest {
        pub fn builder() -> builder::UpdateMemberRequest {
            Default::default()
        }
    }
    ///What to change of one's preferences.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct UpdatePreferencesRequest {
        ///Whether others are to be told what one has read.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub read_receipts: ::std::option::Option<bool>,
    }
    impl UpdatePreferencesRequest {
        pub fn builder() -> builder::UpdatePreferencesRequest {
            Default::default()
        }
    }
    ///What to change of a room. What is absent stays as it is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[serde(deny_unknown_fields)]
    pub struct UpdateRoomRequest {
        ///What the room is for; `null` takes it away.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<crate::Nullable<::std::string::String>>,
        ///The name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Whether members are told what others have read. In direct rooms either may change it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub read_receipts: ::std::option::Option<bool>,
    }
    impl UpdateRoomRequest {
        pub fn builder() -> builder::UpdateRoomRequest {
            Default::default()
        }
    }
    ///A person or a bot, as others see them.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct User {
        ///Where the picture is. Absent: there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avatar_url: ::std::option::Option<::std::string::String>,
        ///When the account was made.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///The name that is shown.
        pub display_name: ::std::string::String,
        ///The mail address. Only in one's own record.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub email: ::std::option::Option<::std::string::String>,
        ///The id of the person.
        pub id: ::uuid::Uuid,
        ///Whether this is a program.
        pub is_bot: bool,
        ///Whether at least one event stream of the person is open.
        pub is_online: bool,
        ///When the last event stream of the person closed. Absent: none ever did.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_seen_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The name by which others find the person. Letters, digits, `_`, `.` and `-`; case does not tell two names apart.
        pub username: ::std::string::String,
    }
    ///The data of `user.blocked` and `user.unblocked`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UserBlockedData {
        ///Who was blocked or unblocked.
        pub user_id: ::uuid::Uuid,
    }
    ///The data of `user.updated`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UserData {
        ///The person as they are now.
        pub user: User,
    }
    ///A page of people.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UserPage {
        ///The people of this page.
        pub items: ::std::vec::Vec<User>,
        ///What to give as `cursor` for the next page. Absent: this is the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct AddMemberRequest {
            role: ::std::result::Result<
                ::std::option::Option<crate::enums::AddedRole>,
                ::std::string::String,
            >,
            user_id: ::std::result::Result<::uuid::Uuid, ::std::string::String>,
        }
        impl ::std::default::Default for AddMemberRequest {
            fn default() -> Self {
                Self {
                    role: Ok(Default::default()),
                    user_id: Err("no value supplied for user_id".to_string()),
                }
            }
        }
        impl AddMemberRequest {
            pub fn role<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::enums::AddedRole>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.role = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for role: {e}")
                    });
                self
            }
            pub fn user_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::uuid::Uuid>,
                T::Error: ::std::fmt::Display,
            {
                self.user_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for user_id: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<AddMemberRequest> for super::AddMemberRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AddMemberRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    role: value.role?,
                    user_id: value.user_id?,
                })
            }
        }
        impl ::std::convert::From<super::AddMemberRequest> for AddMemberRequest {
            fn from(value: super::AddMemberRequest) -> Self {
                Self {
                    role: Ok(value.role),
                    user_id: Ok(value.user_id),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ArchiveRoomRequest {
            archived: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for ArchiveRoomRequest {
            fn default() -> Self {
                Self {
                    archived: Err("no value supplied for archived".to_string()),
                }
            }
        }
        impl ArchiveRoomRequest {
            pub fn archived<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.archived = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for archived: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ArchiveRoomRequest> for super::ArchiveRoomRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ArchiveRoomRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { archived: value.archived? })
            }
        }
        impl ::std::convert::From<super::ArchiveRoomRequest> for ArchiveRoomRequest {
            fn from(value: super::ArchiveRoomRequest) -> Self {
                Self {
                    archived: Ok(value.archived),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ChangePasswordRequest {
            current_password: ::std::result::Result<
                crate::Secret,
                ::std::string::String,
            >,
            new_password: ::std::result::Result<crate::Secret, ::std::string::String>,
        }
        impl ::std::default::Default for ChangePasswordRequest {
            fn default() -> Self {
                Self {
                    current_password: Err(
                        "no value supplied for current_password".to_string(),
                    ),
                    new_password: Err("no value supplied for new_password".to_string()),
                }
            }
        }
        impl ChangePasswordRequest {
            pub fn current_password<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::Secret>,
                T::Error: ::std::fmt::Display,
            {
                self.current_password = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_password: {e}"
                        )
                    });
                self
            }
            pub fn new_password<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::Secret>,
                T::Error: ::std::fmt::Display,
            {
                self.new_password = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for new_password: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ChangePasswordRequest>
        for super::ChangePasswordRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ChangePasswordRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    current_password: value.current_password?,
                    new_password: value.new_password?,
                })
            }
        }
        impl ::std::convert::From<super::ChangePasswordRequest>
        for ChangePasswordRequest {
            fn from(value: super::ChangePasswordRequest) -> Self {
                Self {
                    current_password: Ok(value.current_password),
                    new_password: Ok(value.new_password),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateInviteRequest {
            expires_in_secs: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            max_uses: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateInviteRequest {
            fn default() -> Self {
                Self {
                    expires_in_secs: Ok(Default::default()),
                    max_uses: Ok(Default::default()),
                }
            }
        }
        impl CreateInviteRequest {
            pub fn expires_in_secs<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.expires_in_secs = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for expires_in_secs: {e}"
                        )
                    });
                self
            }
            pub fn max_uses<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_uses = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for max_uses: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateInviteRequest>
        for super::CreateInviteRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateInviteRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    expires_in_secs: value.expires_in_secs?,
                    max_uses: value.max_uses?,
                })
            }
        }
        impl ::std::convert::From<super::CreateInviteRequest> for CreateInviteRequest {
            fn from(value: super::CreateInviteRequest) -> Self {
                Self {
                    expires_in_secs: Ok(value.expires_in_secs),
                    max_uses: Ok(value.max_uses),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateRoomRequest {
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            kind: ::std::result::Result<crate::enums::RoomKind, ::std::string::String>,
            member_ids: ::std::result::Result<
                ::std::vec::Vec<::uuid::Uuid>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateRoomRequest {
            fn default() -> Self {
                Self {
                    description: Ok(Default::default()),
                    kind: Err("no value supplied for kind".to_string()),
                    member_ids: Err("no value supplied for member_ids".to_string()),
                    name: Ok(Default::default()),
                }
            }
        }
        impl CreateRoomRequest {
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::enums::RoomKind>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for kind: {e}")
                    });
                self
            }
            pub fn member_ids<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::uuid::Uuid>>,
                T::Error: ::std::fmt::Display,
            {
                self.member_ids = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for member_ids: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateRoomRequest> for super::CreateRoomRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateRoomRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    description: value.description?,
                    kind: value.kind?,
                    member_ids: value.member_ids?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::CreateRoomRequest> for CreateRoomRequest {
            fn from(value: super::CreateRoomRequest) -> Self {
                Self {
                    description: Ok(value.description),
                    kind: Ok(value.kind),
                    member_ids: Ok(value.member_ids),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct EditMessageRequest {
            content: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for EditMessageRequest {
            fn default() -> Self {
                Self {
                    content: Err("no value supplied for content".to_string()),
                }
            }
        }
        impl EditMessageRequest {
            pub fn content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.content = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for content: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<EditMessageRequest> for super::EditMessageRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: EditMessageRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { content: value.content? })
            }
        }
        impl ::std::convert::From<super::EditMessageRequest> for EditMessageRequest {
            fn from(value: super::EditMessageRequest) -> Self {
                Self { content: Ok(value.content) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ForwardMessageRequest {
            room_ids: ::std::result::Result<
                ::std::vec::Vec<::uuid::Uuid>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ForwardMessageRequest {
            fn default() -> Self {
                Self {
                    room_ids: Err("no value supplied for room_ids".to_string()),
                }
            }
        }
        impl ForwardMessageRequest {
            pub fn room_ids<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::uuid::Uuid>>,
                T::Error: ::std::fmt::Display,
            {
                self.room_ids = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for room_ids: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ForwardMessageRequest>
        for super::ForwardMessageRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ForwardMessageRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { room_ids: value.room_ids? })
            }
        }
        impl ::std::convert::From<super::ForwardMessageRequest>
        for ForwardMessageRequest {
            fn from(value: super::ForwardMessageRequest) -> Self {
                Self {
                    room_ids: Ok(value.room_ids),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct LoginRequest {
            device_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            password: ::std::result::Result<crate::Secret, ::std::string::String>,
            transport: ::std::result::Result<
                ::std::option::Option<crate::enums::Transport>,
                ::std::string::String,
            >,
            username: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for LoginRequest {
            fn default() -> Self {
                Self {
                    device_name: Ok(Default::default()),
                    password: Err("no value supplied for password".to_string()),
                    transport: Ok(Default::default()),
                    username: Err("no value supplied for username".to_string()),
                }
            }
        }
        impl LoginRequest {
            pub fn device_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.device_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for device_name: {e}")
                    });
                self
            }
            pub fn password<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::Secret>,
                T::Error: ::std::fmt::Display,
            {
                self.password = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for password: {e}")
                    });
                self
            }
            pub fn transport<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::enums::Transport>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.transport = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for transport: {e}")
                    });
                self
            }
            pub fn username<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.username = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for username: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<LoginRequest> for super::LoginRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: LoginRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    device_name: value.device_name?,
                    password: value.password?,
                    transport: value.transport?,
                    username: value.username?,
                })
            }
        }
        impl ::std::convert::From<super::LoginRequest> for LoginRequest {
            fn from(value: super::LoginRequest) -> Self {
                Self {
                    device_name: Ok(value.device_name),
                    password: Ok(value.password),
                    transport: Ok(value.transport),
                    username: Ok(value.username),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct MarkRoomRequest {
            message_id: ::std::result::Result<
                ::std::option::Option<::uuid::Uuid>,
                ::std::string::String,
            >,
            status: ::std::result::Result<crate::enums::ReadMark, ::std::string::String>,
        }
        impl ::std::default::Default for MarkRoomRequest {
            fn default() -> Self {
                Self {
                    message_id: Ok(Default::default()),
                    status: Err("no value supplied for status".to_string()),
                }
            }
        }
        impl MarkRoomRequest {
            pub fn message_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::uuid::Uuid>>,
                T::Error: ::std::fmt::Display,
            {
                self.message_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for message_id: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::enums::ReadMark>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<MarkRoomRequest> for super::MarkRoomRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: MarkRoomRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    message_id: value.message_id?,
                    status: value.status?,
                })
            }
        }
        impl ::std::convert::From<super::MarkRoomRequest> for MarkRoomRequest {
            fn from(value: super::MarkRoomRequest) -> Self {
                Self {
                    message_id: Ok(value.message_id),
                    status: Ok(value.status),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct MarkRoomsRequest {
            rooms: ::std::result::Result<
                ::std::vec::Vec<super::RoomMark>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for MarkRoomsRequest {
            fn default() -> Self {
                Self {
                    rooms: Err("no value supplied for rooms".to_string()),
                }
            }
        }
        impl MarkRoomsRequest {
            pub fn rooms<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::RoomMark>>,
                T::Error: ::std::fmt::Display,
            {
                self.rooms = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for rooms: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<MarkRoomsRequest> for super::MarkRoomsRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: MarkRoomsRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { rooms: value.rooms? })
            }
        }
        impl ::std::convert::From<super::MarkRoomsRequest> for MarkRoomsRequest {
            fn from(value: super::MarkRoomsRequest) -> Self {
                Self { rooms: Ok(value.rooms) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RefreshRequest {
            refresh_token: ::std::result::Result<
                ::std::option::Option<crate::Secret>,
                ::std::string::String,
            >,
            transport: ::std::result::Result<
                ::std::option::Option<crate::enums::Transport>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RefreshRequest {
            fn default() -> Self {
                Self {
                    refresh_token: Ok(Default::default()),
                    transport: Ok(Default::default()),
                }
            }
        }
        impl RefreshRequest {
            pub fn refresh_token<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::Secret>>,
                T::Error: ::std::fmt::Display,
            {
                self.refresh_token = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for refresh_token: {e}")
                    });
                self
            }
            pub fn transport<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::enums::Transport>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.transport = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for transport: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<RefreshRequest> for super::RefreshRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RefreshRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    refresh_token: value.refresh_token?,
                    transport: value.transport?,
                })
            }
        }
        impl ::std::convert::From<super::RefreshRequest> for RefreshRequest {
            fn from(value: super::RefreshRequest) -> Self {
                Self {
                    refresh_token: Ok(value.refresh_token),
                    transport: Ok(value.transport),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RegisterRequest {
            device_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            display_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            email: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            password: ::std::result::Result<crate::Secret, ::std::string::String>,
            transport: ::std::result::Result<
                ::std::option::Option<crate::enums::Transport>,
                ::std::string::String,
            >,
            username: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RegisterRequest {
            fn default() -> Self {
                Self {
                    device_name: Ok(Default::default()),
                    display_name: Ok(Default::default()),
                    email: Ok(Default::default()),
                    password: Err("no value supplied for password".to_string()),
                    transport: Ok(Default::default()),
                    username: Err("no value supplied for username".to_string()),
                }
            }
        }
        impl RegisterRequest {
            pub fn device_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.device_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for device_name: {e}")
                    });
                self
            }
            pub fn display_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.display_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for display_name: {e}")
                    });
                self
            }
            pub fn email<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.email = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for email: {e}")
                    });
                self
            }
            pub fn password<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::Secret>,
                T::Error: ::std::fmt::Display,
            {
                self.password = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for password: {e}")
                    });
                self
            }
            pub fn transport<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::enums::Transport>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.transport = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for transport: {e}")
                    });
                self
            }
            pub fn username<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.username = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for username: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<RegisterRequest> for super::RegisterRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RegisterRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    device_name: value.device_name?,
                    display_name: value.display_name?,
                    email: value.email?,
                    password: value.password?,
                    transport: value.transport?,
                    username: value.username?,
                })
            }
        }
        impl ::std::convert::From<super::RegisterRequest> for RegisterRequest {
            fn from(value: super::RegisterRequest) -> Self {
                Self {
                    device_name: Ok(value.device_name),
                    display_name: Ok(value.display_name),
                    email: Ok(value.email),
                    password: Ok(value.password),
                    transport: Ok(value.transport),
                    username: Ok(value.username),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RevokeRequest {
            refresh_token: ::std::result::Result<
                ::std::option::Option<crate::Secret>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RevokeRequest {
            fn default() -> Self {
                Self {
                    refresh_token: Ok(Default::default()),
                }
            }
        }
        impl RevokeRequest {
            pub fn refresh_token<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::Secret>>,
                T::Error: ::std::fmt::Display,
            {
                self.refresh_token = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for refresh_token: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<RevokeRequest> for super::RevokeRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RevokeRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    refresh_token: value.refresh_token?,
                })
            }
        }
        impl ::std::convert::From<super::RevokeRequest> for RevokeRequest {
            fn from(value: super::RevokeRequest) -> Self {
                Self {
                    refresh_token: Ok(value.refresh_token),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct SendMessageRequest {
            client_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            content: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for SendMessageRequest {
            fn default() -> Self {
                Self {
                    client_id: Ok(Default::default()),
                    content: Err("no value supplied for content".to_string()),
                }
            }
        }
        impl SendMessageRequest {
            pub fn client_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.client_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for client_id: {e}")
                    });
                self
            }
            pub fn content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.content = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for content: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<SendMessageRequest> for super::SendMessageRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SendMessageRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    client_id: value.client_id?,
                    content: value.content?,
                })
            }
        }
        impl ::std::convert::From<super::SendMessageRequest> for SendMessageRequest {
            fn from(value: super::SendMessageRequest) -> Self {
                Self {
                    client_id: Ok(value.client_id),
                    content: Ok(value.content),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct UpdateMeRequest {
            avatar_url: ::std::result::Result<
                ::std::option::Option<crate::Nullable<::std::string::String>>,
                ::std::string::String,
            >,
            display_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            email: ::std::result::Result<
                ::std::option::Option<crate::Nullable<::std::string::String>>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for UpdateMeRequest {
            fn default() -> Self {
                Self {
                    avatar_url: Ok(Default::default()),
                    display_name: Ok(Default::default()),
                    email: Ok(Default::default()),
                }
            }
        }
        impl UpdateMeRequest {
            pub fn avatar_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::Nullable<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.avatar_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for avatar_url: {e}")
                    });
                self
            }
            pub fn display_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.display_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for display_name: {e}")
                    });
                self
            }
            pub fn email<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::Nullable<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.email = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for email: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<UpdateMeRequest> for super::UpdateMeRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UpdateMeRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    avatar_url: value.avatar_url?,
                    display_name: value.display_name?,
                    email: value.email?,
                })
            }
        }
        impl ::std::convert::From<super::UpdateMeRequest> for UpdateMeRequest {
            fn from(value: super::UpdateMeRequest) -> Self {
                Self {
                    avatar_url: Ok(value.avatar_url),
                    display_name: Ok(value.display_name),
                    email: Ok(value.email),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct UpdateMemberRequest {
            role: ::std::result::Result<crate::enums::Role, ::std::string::String>,
        }
        impl ::std::default::Default for UpdateMemberRequest {
            fn default() -> Self {
                Self {
                    role: Err("no value supplied for role".to_string()),
                }
            }
        }
        impl UpdateMemberRequest {
            pub fn role<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::enums::Role>,
                T::Error: ::std::fmt::Display,
            {
                self.role = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for role: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<UpdateMemberRequest>
        for super::UpdateMemberRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UpdateMemberRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { role: value.role? })
            }
        }
        impl ::std::convert::From<super::UpdateMemberRequest> for UpdateMemberRequest {
            fn from(value: super::UpdateMemberRequest) -> Self {
                Self { role: Ok(value.role) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct UpdatePreferencesRequest {
            read_receipts: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for UpdatePreferencesRequest {
            fn default() -> Self {
                Self {
                    read_receipts: Ok(Default::default()),
                }
            }
        }
        impl UpdatePreferencesRequest {
            pub fn read_receipts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.read_receipts = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for read_receipts: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<UpdatePreferencesRequest>
        for super::UpdatePreferencesRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UpdatePreferencesRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    read_receipts: value.read_receipts?,
                })
            }
        }
        impl ::std::convert::From<super::UpdatePreferencesRequest>
        for UpdatePreferencesRequest {
            fn from(value: super::UpdatePreferencesRequest) -> Self {
                Self {
                    read_receipts: Ok(value.read_receipts),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct UpdateRoomRequest {
            description: ::std::result::Result<
                ::std::option::Option<crate::Nullable<::std::string::String>>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            read_receipts: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for UpdateRoomRequest {
            fn default() -> Self {
                Self {
                    description: Ok(Default::default()),
                    name: Ok(Default::default()),
                    read_receipts: Ok(Default::default()),
                }
            }
        }
        impl UpdateRoomRequest {
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::Nullable<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn read_receipts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.read_receipts = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for read_receipts: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<UpdateRoomRequest> for super::UpdateRoomRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UpdateRoomRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    description: value.description?,
                    name: value.name?,
                    read_receipts: value.read_receipts?,
                })
            }
        }
        impl ::std::convert::From<super::UpdateRoomRequest> for UpdateRoomRequest {
            fn from(value: super::UpdateRoomRequest) -> Self {
                Self {
                    description: Ok(value.description),
                    name: Ok(value.name),
                    read_receipts: Ok(value.read_receipts),
                }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Causerie

The contract of Causerie, a chat server. Errors are problem documents (RFC 9457); times are RFC 3339 in UTC; cursors are opaque.

Version: 1.0.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::call::Caller,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::call::Caller) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::call::Caller,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::call::Caller> for Client {
    fn api_version() -> &'static str {
        "1.0.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::call::Caller {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::call::Caller>,
    {}
};
impl Client {
    /**Make an account

Makes an account and signs its first device in.

Sends a `POST` request to `/api/v1/auth/register`

Arguments:
- `body`: A new account.
```ignore
let response = client.register()
    .body(body)
    .send()
    .await;
```*/
    pub fn register(&self) -> builder::Register<'_> {
        builder::Register::new(self)
    }
    /**Sign in

Signs a device in. The answer is the same for an unknown name and a wrong password.

Sends a `POST` request to `/api/v1/auth/login`

Arguments:
- `body`: Who signs in.
```ignore
let response = client.login()
    .body(body)
    .send()
    .await;
```*/
    pub fn login(&self) -> builder::Login<'_> {
        builder::Login::new(self)
    }
    /**Fetch new tokens

Gives new tokens for a refresh token, which is spent by it. A second use of a spent one signs its session out. With the cookie, the CSRF check applies.

Sends a `POST` request to `/api/v1/auth/refresh`

Arguments:
- `body`: What new tokens are asked with.
```ignore
let response = client.refresh()
    .body(body)
    .send()
    .await;
```*/
    pub fn refresh(&self) -> builder::Refresh<'_> {
        builder::Refresh::new(self)
    }
    /**Sign out

Ends the session that asks, or the caller's one that the given refresh token belongs to.

Sends a `POST` request to `/api/v1/auth/revoke`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: Which session to end.
```ignore
let response = client.revoke()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn revoke(&self) -> builder::Revoke<'_> {
        builder::Revoke::new(self)
    }
    /**Sign out everywhere

Ends all sessions of the caller and closes their event streams.

Sends a `POST` request to `/api/v1/auth/revoke-all`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.revoke_all()
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn revoke_all(&self) -> builder::RevokeAll<'_> {
        builder::RevokeAll::new(self)
    }
    /**List one's sessions

The devices on which the caller is signed in.

Sends a `GET` request to `/api/v1/auth/sessions`

```ignore
let response = client.list_sessions()
    .send()
    .await;
```*/
    pub fn list_sessions(&self) -> builder::ListSessions<'_> {
        builder::ListSessions::new(self)
    }
    /**Sign a device out

Ends one session of the caller and closes its event streams.

Sends a `DELETE` request to `/api/v1/auth/sessions/{session_id}`

Arguments:
- `session_id`: The session, as the list of sessions names it.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.delete_session()
    .session_id(session_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn delete_session(&self) -> builder::DeleteSession<'_> {
        builder::DeleteSession::new(self)
    }
    /**Get a ticket for the event stream

Gives a ticket, good once and for 30 s, for clients that cannot set headers on an upgrade.

Sends a `POST` request to `/api/v1/auth/tickets`

```ignore
let response = client.create_ticket()
    .send()
    .await;
```*/
    pub fn create_ticket(&self) -> builder::CreateTicket<'_> {
        builder::CreateTicket::new(self)
    }
    /**Change the password

Changes the caller's password and ends all other sessions. A wrong current password answers 401 `invalid_credentials`.

Sends a `PUT` request to `/api/v1/auth/password`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: A new password.
```ignore
let response = client.change_password()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn change_password(&self) -> builder::ChangePassword<'_> {
        builder::ChangePassword::new(self)
    }
    /**List people

The people of this server, found by name or presence.

Sends a `GET` request to `/api/v1/users`

Arguments:
- `cursor`: Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
- `limit`: How many items the page may have.
- `online`: Only people who are connected (`true`), or who are not (`false`).
- `q`: Only people whose username or display name begins with this text, in any case.
```ignore
let response = client.list_users()
    .cursor(cursor)
    .limit(limit)
    .online(online)
    .q(q)
    .send()
    .await;
```*/
    pub fn list_users(&self) -> builder::ListUsers<'_> {
        builder::ListUsers::new(self)
    }
    /**Get oneself

The caller's own record, with the mail address.

Sends a `GET` request to `/api/v1/users/me`

```ignore
let response = client.get_me()
    .send()
    .await;
```*/
    pub fn get_me(&self) -> builder::GetMe<'_> {
        builder::GetMe::new(self)
    }
    /**Delete one's account

Ends all sessions, leaves all groups (ownership passes on), and frees the username. Messages stay, under "deleted user".

Sends a `DELETE` request to `/api/v1/users/me`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.delete_me()
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn delete_me(&self) -> builder::DeleteMe<'_> {
        builder::DeleteMe::new(self)
    }
    /**Change oneself

Changes the caller's profile; those who share a room hear of it.

Sends a `PATCH` request to `/api/v1/users/me`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: What to change of oneself. What is absent stays as it is.
```ignore
let response = client.update_me()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn update_me(&self) -> builder::UpdateMe<'_> {
        builder::UpdateMe::new(self)
    }
    /**Read one's preferences

What the caller has chosen.

Sends a `GET` request to `/api/v1/users/me/preferences`

```ignore
let response = client.get_preferences()
    .send()
    .await;
```*/
    pub fn get_preferences(&self) -> builder::GetPreferences<'_> {
        builder::GetPreferences::new(self)
    }
    /**Change one's preferences

Changes what is given, on all the caller's devices.

Sends a `PATCH` request to `/api/v1/users/me/preferences`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: What to change. What is absent stays as it is.
```ignore
let response = client.update_preferences()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn update_preferences(&self) -> builder::UpdatePreferences<'_> {
        builder::UpdatePreferences::new(self)
    }
    /**List whom one has blocked

The people whom the caller has blocked, by their ids.

Sends a `GET` request to `/api/v1/users/me/blocks`

Arguments:
- `cursor`: Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
- `limit`: How many items the page may have.
```ignore
let response = client.list_blocks()
    .cursor(cursor)
    .limit(limit)
    .send()
    .await;
```*/
    pub fn list_blocks(&self) -> builder::ListBlocks<'_> {
        builder::ListBlocks::new(self)
    }
    /**Get a person

One person, as others see them.

Sends a `GET` request to `/api/v1/users/{user_id}`

Arguments:
- `user_id`: The person.
```ignore
let response = client.get_user()
    .user_id(user_id)
    .send()
    .await;
```*/
    pub fn get_user(&self) -> builder::GetUser<'_> {
        builder::GetUser::new(self)
    }
    /**Block somebody

Hides what the person writes from the caller, in history, events and counts, also what they wrote before. In the direct room of the two neither can write, and neither sees the other typing or coming. The person is not told.

Sends a `POST` request to `/api/v1/users/{user_id}/block`

Arguments:
- `user_id`: The person.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.block_user()
    .user_id(user_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn block_user(&self) -> builder::BlockUser<'_> {
        builder::BlockUser::new(self)
    }
    /**Unblock somebody

Takes blocking back; what the person wrote meanwhile is in the history.

Sends a `DELETE` request to `/api/v1/users/{user_id}/block`

Arguments:
- `user_id`: The person.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.unblock_user()
    .user_id(user_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn unblock_user(&self) -> builder::UnblockUser<'_> {
        builder::UnblockUser::new(self)
    }
    /**List one's rooms

The rooms the caller is in, the last active one first.

Sends a `GET` request to `/api/v1/rooms`

Arguments:
- `archived`: Only archived rooms, or only the others. Absent: both.
- `cursor`: Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
- `kind`: Only rooms of this kind.
- `limit`: How many items the page may have.
```ignore
let response = client.list_rooms()
    .archived(archived)
    .cursor(cursor)
    .kind(kind)
    .limit(limit)
    .send()
    .await;
```*/
    pub fn list_rooms(&self) -> builder::ListRooms<'_> {
        builder::ListRooms::new(self)
    }
    /**Make a room

Makes a group, or finds or makes the one direct room with another person.

Sends a `POST` request to `/api/v1/rooms`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: A new room.
```ignore
let response = client.create_room()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn create_room(&self) -> builder::CreateRoom<'_> {
        builder::CreateRoom::new(self)
    }
    /**Get a room

One room the caller is in.

Sends a `GET` request to `/api/v1/rooms/{room_id}`

Arguments:
- `room_id`: The room.
```ignore
let response = client.get_room()
    .room_id(room_id)
    .send()
    .await;
```*/
    pub fn get_room(&self) -> builder::GetRoom<'_> {
        builder::GetRoom::new(self)
    }
    /**Delete a room from one's list

A direct room goes from the caller's list with what is in it, and comes back with the next message; undoable for 10 minutes. A group is left: ownership passes on, and the last one out removes it.

Sends a `DELETE` request to `/api/v1/rooms/{room_id}`

Arguments:
- `room_id`: The room.
- `dry_run`: Whether only to tell what would go; nothing changes then.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.delete_room()
    .room_id(room_id)
    .dry_run(dry_run)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn delete_room(&self) -> builder::DeleteRoom<'_> {
        builder::DeleteRoom::new(self)
    }
    /**Change a room

Changes a group's name or description, for admins, or whether reading is told. A direct room has neither name nor description, and answers 409; whether reading is told either of the two may change.

Sends a `PATCH` request to `/api/v1/rooms/{room_id}`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: What to change of a room. What is absent stays as it is.
```ignore
let response = client.update_room()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn update_room(&self) -> builder::UpdateRoom<'_> {
        builder::UpdateRoom::new(self)
    }
    /**List members

Who is in the room.

Sends a `GET` request to `/api/v1/rooms/{room_id}/members`

Arguments:
- `room_id`: The room.
- `cursor`: Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
- `limit`: How many items the page may have.
```ignore
let response = client.list_members()
    .room_id(room_id)
    .cursor(cursor)
    .limit(limit)
    .send()
    .await;
```*/
    pub fn list_members(&self) -> builder::ListMembers<'_> {
        builder::ListMembers::new(self)
    }
    /**Add a member

Adds a person to a group. For admins; a direct room answers 409.

Sends a `POST` request to `/api/v1/rooms/{room_id}/members`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: Who is to join.
```ignore
let response = client.add_member()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn add_member(&self) -> builder::AddMember<'_> {
        builder::AddMember::new(self)
    }
    /**Remove a member

Removes a person from a group. For those whose role is higher.

Sends a `DELETE` request to `/api/v1/rooms/{room_id}/members/{user_id}`

Arguments:
- `room_id`: The room.
- `user_id`: The person.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.remove_member()
    .room_id(room_id)
    .user_id(user_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn remove_member(&self) -> builder::RemoveMember<'_> {
        builder::RemoveMember::new(self)
    }
    /**Change a member's role

Changes a role. For the owner; `owner` hands the group over.

Sends a `PATCH` request to `/api/v1/rooms/{room_id}/members/{user_id}`

Arguments:
- `room_id`: The room.
- `user_id`: The person.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: What a member is to be.
```ignore
let response = client.update_member()
    .room_id(room_id)
    .user_id(user_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn update_member(&self) -> builder::UpdateMember<'_> {
        builder::UpdateMember::new(self)
    }
    /**Leave a group

Leaves a group; an owner's ownership passes on. A direct room answers 409.

Sends a `POST` request to `/api/v1/rooms/{room_id}/leave`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.leave_room()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn leave_room(&self) -> builder::LeaveRoom<'_> {
        builder::LeaveRoom::new(self)
    }
    /**Make an invite

Makes a code that lets its holders into a group. For admins; a direct room answers 409.

Sends a `POST` request to `/api/v1/rooms/{room_id}/invites`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: How far an invite reaches.
```ignore
let response = client.create_invite()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn create_invite(&self) -> builder::CreateInvite<'_> {
        builder::CreateInvite::new(self)
    }
    /**Accept an invite

Joins the group of the invite. 200 when the caller was in it already.

Sends a `POST` request to `/api/v1/invites/{code}/accept`

Arguments:
- `code`: The code of the invite.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.accept_invite()
    .code(code)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn accept_invite(&self) -> builder::AcceptInvite<'_> {
        builder::AcceptInvite::new(self)
    }
    /**Read the history

A stretch of the room's messages: with `before` or nothing the newest first, with `after` or `around` the oldest first.

Sends a `GET` request to `/api/v1/rooms/{room_id}/messages`

Arguments:
- `room_id`: The room.
- `after`: Messages newer than this one, oldest first.
- `around`: This message and those on both sides of it, oldest first.
- `before`: Messages older than this one, newest first. At most one of `before`, `after` and `around` may be given.
- `limit`: How many items the page may have.
```ignore
let response = client.list_messages()
    .room_id(room_id)
    .after(after)
    .around(around)
    .before(before)
    .limit(limit)
    .send()
    .await;
```*/
    pub fn list_messages(&self) -> builder::ListMessages<'_> {
        builder::ListMessages::new(self)
    }
    /**Send a message

Stores a message and tells the room's members. A repeated `client_id` gives the message that is already there.

Sends a `POST` request to `/api/v1/rooms/{room_id}/messages`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: A message to send.
```ignore
let response = client.send_message()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn send_message(&self) -> builder::SendMessage<'_> {
        builder::SendMessage::new(self)
    }
    /**Empty a room

Takes all messages up to now out of the caller's view, on all their devices, or out of everybody's. For everyone, the texts are erased for good when it can no longer be undone. Undoable for 10 minutes.

Sends a `DELETE` request to `/api/v1/rooms/{room_id}/messages`

Arguments:
- `room_id`: The room.
- `dry_run`: Whether only to tell what would go; nothing changes then.
- `scope`: Whose view is emptied: the caller's, or that of every member, which is for admins of groups.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.clear_room()
    .room_id(room_id)
    .dry_run(dry_run)
    .scope(scope)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn clear_room(&self) -> builder::ClearRoom<'_> {
        builder::ClearRoom::new(self)
    }
    /**Get a message

One message; a deleted one is its placeholder.

Sends a `GET` request to `/api/v1/rooms/{room_id}/messages/{message_id}`

Arguments:
- `room_id`: The room.
- `message_id`: The message.
```ignore
let response = client.get_message()
    .room_id(room_id)
    .message_id(message_id)
    .send()
    .await;
```*/
    pub fn get_message(&self) -> builder::GetMessage<'_> {
        builder::GetMessage::new(self)
    }
    /**Delete a message

Deletes the text, for the sender and admins; the placeholder stays and is the answer.

Sends a `DELETE` request to `/api/v1/rooms/{room_id}/messages/{message_id}`

Arguments:
- `room_id`: The room.
- `message_id`: The message.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.delete_message()
    .room_id(room_id)
    .message_id(message_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn delete_message(&self) -> builder::DeleteMessage<'_> {
        builder::DeleteMessage::new(self)
    }
    /**Edit a message

Changes the text. For the sender; a deleted message answers 409.

Sends a `PATCH` request to `/api/v1/rooms/{room_id}/messages/{message_id}`

Arguments:
- `room_id`: The room.
- `message_id`: The message.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: A message's new text.
```ignore
let response = client.edit_message()
    .room_id(room_id)
    .message_id(message_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn edit_message(&self) -> builder::EditMessage<'_> {
        builder::EditMessage::new(self)
    }
    /**List earlier texts

The texts that edits replaced. A deleted message answers 404.

Sends a `GET` request to `/api/v1/rooms/{room_id}/messages/{message_id}/revisions`

Arguments:
- `room_id`: The room.
- `message_id`: The message.
```ignore
let response = client.list_revisions()
    .room_id(room_id)
    .message_id(message_id)
    .send()
    .await;
```*/
    pub fn list_revisions(&self) -> builder::ListRevisions<'_> {
        builder::ListRevisions::new(self)
    }
    /**Count unread messages

What the caller has not read: above their read position, by somebody else, a person's, and not deleted. With `explain`, the very messages.

Sends a `GET` request to `/api/v1/unread-count`

Arguments:
- `explain`: Whether to name the messages that count, up to 1,000 of a room, the oldest first.
- `room_id`: Only this room.
```ignore
let response = client.get_unread_count()
    .explain(explain)
    .room_id(room_id)
    .send()
    .await;
```*/
    pub fn get_unread_count(&self) -> builder::GetUnreadCount<'_> {
        builder::GetUnreadCount::new(self)
    }
    /**Mark several rooms

Marks rooms as read or unread, all of them or none.

Sends a `POST` request to `/api/v1/rooms/read-status`

Arguments:
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: The rooms, and what each is to be marked as.
```ignore
let response = client.mark_rooms()
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn mark_rooms(&self) -> builder::MarkRooms<'_> {
        builder::MarkRooms::new(self)
    }
    /**Mark a room as read or unread

Moves the caller's read position. `read`: up to a message, or to the end; it never goes back. `unread`: back to just before a message, or before the last one by somebody else; it never goes on.

Sends a `PUT` request to `/api/v1/rooms/{room_id}/read-status`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: What the room is to be marked as.
```ignore
let response = client.mark_room()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn mark_room(&self) -> builder::MarkRoom<'_> {
        builder::MarkRoom::new(self)
    }
    /**Archive a room

Keeps a room out of the caller's list of rooms that are not archived, or takes that back, on all their devices. Nobody else is told.

Sends a `PUT` request to `/api/v1/rooms/{room_id}/archive`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: Whether the room is to be archived.
```ignore
let response = client.archive_room()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn archive_room(&self) -> builder::ArchiveRoom<'_> {
        builder::ArchiveRoom::new(self)
    }
    /**Take back clearing or deleting

Takes back the caller's last clearing or deleting of this room, unless it is older than 10 minutes or was followed by another for everyone: 409 then.

Sends a `POST` request to `/api/v1/rooms/{room_id}/undo`

Arguments:
- `room_id`: The room.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.undo_room()
    .room_id(room_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn undo_room(&self) -> builder::UndoRoom<'_> {
        builder::UndoRoom::new(self)
    }
    /**Forward a message

Sends the text on to rooms of the caller's, to each for itself: what fails in one does not keep it from the others. A deleted message answers 409.

Sends a `POST` request to `/api/v1/messages/{message_id}/forward`

Arguments:
- `message_id`: The message.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
- `body`: Where to.
```ignore
let response = client.forward_message()
    .message_id(message_id)
    .idempotency_key(idempotency_key)
    .body(body)
    .send()
    .await;
```*/
    pub fn forward_message(&self) -> builder::ForwardMessage<'_> {
        builder::ForwardMessage::new(self)
    }
    /**Read up to a message

Marks everything up to this message of its room as read.

Sends a `POST` request to `/api/v1/messages/{message_id}/read`

Arguments:
- `message_id`: The message.
- `idempotency_key`: A word of the client's choice, one per intended change. When a request is sent again with the same key within 24 hours, the first answer comes back and nothing is done twice.
```ignore
let response = client.read_message()
    .message_id(message_id)
    .idempotency_key(idempotency_key)
    .send()
    .await;
```*/
    pub fn read_message(&self) -> builder::ReadMessage<'_> {
        builder::ReadMessage::new(self)
    }
    /**Tell who has got a message

How far the message has come with each other member who was in the room when it was sent. For its sender; others answer 403.

Sends a `GET` request to `/api/v1/messages/{message_id}/receipts`

Arguments:
- `message_id`: The message.
- `cursor`: Where to go on: the `next_cursor` of the page before. Opaque. Absent: from the start.
- `limit`: How many items the page may have.
```ignore
let response = client.list_receipts()
    .message_id(message_id)
    .cursor(cursor)
    .limit(limit)
    .send()
    .await;
```*/
    pub fn list_receipts(&self) -> builder::ListReceipts<'_> {
        builder::ListReceipts::new(self)
    }
    /**Count unread messages again

For administrators. Counts what every member has not read message by message, and compares it with what the members are told. There must be no difference.

Sends a `GET` request to `/api/v1/admin/audit/unread`

Arguments:
- `room_id`: Only this room.
```ignore
let response = client.audit_unread()
    .room_id(room_id)
    .send()
    .await;
```*/
    pub fn audit_unread(&self) -> builder::AuditUnread<'_> {
        builder::AuditUnread::new(self)
    }
    /**Read events without a stream

The durable frames after a cursor or an instant, for clients that poll.

Sends a `GET` request to `/api/v1/sync`

Arguments:
- `cursor`: The `cursor` of the last frame that was handled; frames after it follow. Opaque.
- `limit`: How many items the page may have.
- `since`: An instant: events after it follow. For clients that have no cursor; at most one of `cursor` and `since` may be given.
```ignore
let response = client.sync()
    .cursor(cursor)
    .limit(limit)
    .since(since)
    .send()
    .await;
```*/
    pub fn sync(&self) -> builder::Sync<'_> {
        builder::Sync::new(self)
    }
    /**The front page

A page that says what this is.

Sends a `GET` request to `/`

```ignore
let response = client.get_front_page()
    .send()
    .await;
```*/
    pub fn get_front_page(&self) -> builder::GetFrontPage<'_> {
        builder::GetFrontPage::new(self)
    }
    /**Whether the server runs

Answers as long as the process runs.

Sends a `GET` request to `/health/live`

```ignore
let response = client.get_liveness()
    .send()
    .await;
```*/
    pub fn get_liveness(&self) -> builder::GetLiveness<'_> {
        builder::GetLiveness::new(self)
    }
    /**Whether the server can work

Answers 503 when the database is away or the server is going down.

Redis and read replicas are not needed to keep what is promised: without them the status is `degraded`, and the answer is
200 all the same.

Sends a `GET` request to `/health/ready`

```ignore
let response = client.get_readiness()
    .send()
    .await;
```*/
    pub fn get_readiness(&self) -> builder::GetReadiness<'_> {
        builder::GetReadiness::new(self)
    }
    /**The metrics

The metrics, in Prometheus' text format.

Sends a `GET` request to `/metrics`

```ignore
let response = client.get_metrics()
    .send()
    .await;
```*/
    pub fn get_metrics(&self) -> builder::GetMetrics<'_> {
        builder::GetMetrics::new(self)
    }
    /**The reference

This specification as a page to read.

Sends a `GET` request to `/docs`

```ignore
let response = client.get_docs()
    .send()
    .await;
```*/
    pub fn get_docs(&self) -> builder::GetDocs<'_> {
        builder::GetDocs::new(self)
    }
    /**A file of the reference

A script or style of the reference's page.

Sends a `GET` request to `/docs/{file}`

Arguments:
- `file`: The name of the file.
```ignore
let response = client.get_docs_file()
    .file(file)
    .send()
    .await;
```*/
    pub fn get_docs_file(&self) -> builder::GetDocsFile<'_> {
        builder::GetDocsFile::new(self)
    }
    /**This specification, as YAML

The contract, as it is in the repository.

Sends a `GET` request to `/openapi.yaml`

```ignore
let response = client.get_specification_yaml()
    .send()
    .await;
```*/
    pub fn get_specification_yaml(&self) -> builder::GetSpecificationYaml<'_> {
        builder::GetSpecificationYaml::new(self)
    }
    /**This specification, as JSON

The contract, as JSON.

Sends a `GET` request to `/openapi.json`

```ignore
let response = client.get_specification_json()
    .send()
    .await;
```*/
    pub fn get_specification_json(&self) -> builder::GetSpecificationJson<'_> {
        builder::GetSpecificationJson::new(self)
    }
    /**What a problem means

The page that explains one kind of problem and what to do about it.

Sends a `GET` request to `/problems/{code}`

Arguments:
- `code`: The code of the problem.
```ignore
let response = client.get_problem_page()
    .code(code)
    .send()
    .await;
```*/
    pub fn get_problem_page(&self) -> builder::GetProblemPage<'_> {
        builder::GetProblemPage::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
        RequestBuilderExt, ResponseValue,
    };
    /**Builder for [`Client::register`]

[`Client::register`]: super::Client::register*/
    #[derive(Debug, Clone)]
    pub struct Register<'a> {
        client: &'a super::Client,
        body: Result<types::builder::RegisterRequest, String>,
    }
    impl<'a> Register<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RegisterRequest>,
            <V as std::convert::TryInto<
                types::RegisterRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `RegisterRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::RegisterRequest,
            ) -> types::builder::RegisterRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/auth/register`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::SignedIn>, Error<types::Problem>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::RegisterRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/register", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "register",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::login`]

[`Client::login`]: super::Client::login*/
    #[derive(Debug, Clone)]
    pub struct Login<'a> {
        client: &'a super::Client,
        body: Result<types::builder::LoginRequest, String>,
    }
    impl<'a> Login<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::LoginRequest>,
            <V as std::convert::TryInto<types::LoginRequest>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `LoginRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::LoginRequest,
            ) -> types::builder::LoginRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/auth/login`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::SignedIn>, Error<types::Problem>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::LoginRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/login", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "login",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::refresh`]

[`Client::refresh`]: super::Client::refresh*/
    #[derive(Debug, Clone)]
    pub struct Refresh<'a> {
        client: &'a super::Client,
        body: Result<types::builder::RefreshRequest, String>,
    }
    impl<'a> Refresh<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RefreshRequest>,
            <V as std::convert::TryInto<
                types::RefreshRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `RefreshRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::RefreshRequest,
            ) -> types::builder::RefreshRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/auth/refresh`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::SignedIn>, Error<types::Problem>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::RefreshRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/refresh", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "refresh",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::revoke`]

[`Client::revoke`]: super::Client::revoke*/
    #[derive(Debug, Clone)]
    pub struct Revoke<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::RevokeRequest, String>,
    }
    impl<'a> Revoke<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::RevokeRequest>,
            <V as std::convert::TryInto<types::RevokeRequest>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `RevokeRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::RevokeRequest,
            ) -> types::builder::RevokeRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/auth/revoke`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::RevokeRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/revoke", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "revoke",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::revoke_all`]

[`Client::revoke_all`]: super::Client::revoke_all*/
    #[derive(Debug, Clone)]
    pub struct RevokeAll<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> RevokeAll<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/auth/revoke-all`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, idempotency_key } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/revoke-all", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "revoke_all",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_sessions`]

[`Client::list_sessions`]: super::Client::list_sessions*/
    #[derive(Debug, Clone)]
    pub struct ListSessions<'a> {
        client: &'a super::Client,
    }
    impl<'a> ListSessions<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/api/v1/auth/sessions`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::SessionPage>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/api/v1/auth/sessions", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_sessions",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::delete_session`]

[`Client::delete_session`]: super::Client::delete_session*/
    #[derive(Debug, Clone)]
    pub struct DeleteSession<'a> {
        client: &'a super::Client,
        session_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteSession<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                session_id: Err("session_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for session_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/auth/sessions/{session_id}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, session_id, idempotency_key } = self;
            let session_id = session_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/auth/sessions/{}", client.baseurl, encode_path(& session_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_session",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::create_ticket`]

[`Client::create_ticket`]: super::Client::create_ticket*/
    #[derive(Debug, Clone)]
    pub struct CreateTicket<'a> {
        client: &'a super::Client,
    }
    impl<'a> CreateTicket<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `POST` request to `/api/v1/auth/tickets`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Ticket>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/api/v1/auth/tickets", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_ticket",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::change_password`]

[`Client::change_password`]: super::Client::change_password*/
    #[derive(Debug, Clone)]
    pub struct ChangePassword<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ChangePasswordRequest, String>,
    }
    impl<'a> ChangePassword<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ChangePasswordRequest>,
            <V as std::convert::TryInto<
                types::ChangePasswordRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ChangePasswordRequest` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ChangePasswordRequest,
            ) -> types::builder::ChangePasswordRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PUT` request to `/api/v1/auth/password`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ChangePasswordRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/auth/password", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .put(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "change_password",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_users`]

[`Client::list_users`]: super::Client::list_users*/
    #[derive(Debug, Clone)]
    pub struct ListUsers<'a> {
        client: &'a super::Client,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
        online: Result<Option<bool>, String>,
        q: Result<Option<::std::string::String>, String>,
    }
    impl<'a> ListUsers<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                cursor: Ok(None),
                limit: Ok(None),
                online: Ok(None),
                q: Ok(None),
            }
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        pub fn online<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.online = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for online failed".to_string());
            self
        }
        pub fn q<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.q = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for q failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/users`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::UserPage>, Error<types::Problem>> {
            let Self { client, cursor, limit, online, q } = self;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let online = online.map_err(Error::InvalidRequest)?;
            let q = q.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/users", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("online", &online))
                .query(&progenitor_client::QueryParam::new("q", &q))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_users",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_me`]

[`Client::get_me`]: super::Client::get_me*/
    #[derive(Debug, Clone)]
    pub struct GetMe<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetMe<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/api/v1/users/me`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::User>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/api/v1/users/me", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_me",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::delete_me`]

[`Client::delete_me`]: super::Client::delete_me*/
    #[derive(Debug, Clone)]
    pub struct DeleteMe<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteMe<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/users/me`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, idempotency_key } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/users/me", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_me",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::update_me`]

[`Client::update_me`]: super::Client::update_me*/
    #[derive(Debug, Clone)]
    pub struct UpdateMe<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::UpdateMeRequest, String>,
    }
    impl<'a> UpdateMe<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::UpdateMeRequest>,
            <V as std::convert::TryInto<
                types::UpdateMeRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `UpdateMeRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::UpdateMeRequest,
            ) -> types::builder::UpdateMeRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PATCH` request to `/api/v1/users/me`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::User>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::UpdateMeRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/users/me", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "update_me",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_preferences`]

[`Client::get_preferences`]: super::Client::get_preferences*/
    #[derive(Debug, Clone)]
    pub struct GetPreferences<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetPreferences<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/api/v1/users/me/preferences`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Preferences>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/api/v1/users/me/preferences", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_preferences",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::update_preferences`]

[`Client::update_preferences`]: super::Client::update_preferences*/
    #[derive(Debug, Clone)]
    pub struct UpdatePreferences<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::UpdatePreferencesRequest, String>,
    }
    impl<'a> UpdatePreferences<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::UpdatePreferencesRequest>,
            <V as std::convert::TryInto<
                types::UpdatePreferencesRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `UpdatePreferencesRequest` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::UpdatePreferencesRequest,
            ) -> types::builder::UpdatePreferencesRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PATCH` request to `/api/v1/users/me/preferences`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Preferences>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::UpdatePreferencesRequest::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/users/me/preferences", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "update_preferences",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_blocks`]

[`Client::list_blocks`]: super::Client::list_blocks*/
    #[derive(Debug, Clone)]
    pub struct ListBlocks<'a> {
        client: &'a super::Client,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListBlocks<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                cursor: Ok(None),
                limit: Ok(None),
            }
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        ///Sends a `GET` request to `/api/v1/users/me/blocks`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::BlockPage>, Error<types::Problem>> {
            let Self { client, cursor, limit } = self;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/users/me/blocks", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_blocks",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_user`]

[`Client::get_user`]: super::Client::get_user*/
    #[derive(Debug, Clone)]
    pub struct GetUser<'a> {
        client: &'a super::Client,
        user_id: Result<::uuid::Uuid, String>,
    }
    impl<'a> GetUser<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                user_id: Err("user_id was not initialized".to_string()),
            }
        }
        pub fn user_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.user_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for user_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/users/{user_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::User>, Error<types::Problem>> {
            let Self { client, user_id } = self;
            let user_id = user_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/users/{}", client.baseurl, encode_path(& user_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_user",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::block_user`]

[`Client::block_user`]: super::Client::block_user*/
    #[derive(Debug, Clone)]
    pub struct BlockUser<'a> {
        client: &'a super::Client,
        user_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> BlockUser<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                user_id: Err("user_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn user_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.user_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for user_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/users/{user_id}/block`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, user_id, idempotency_key } = self;
            let user_id = user_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/users/{}/block", client.baseurl, encode_path(& user_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "block_user",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::unblock_user`]

[`Client::unblock_user`]: super::Client::unblock_user*/
    #[derive(Debug, Clone)]
    pub struct UnblockUser<'a> {
        client: &'a super::Client,
        user_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> UnblockUser<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                user_id: Err("user_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn user_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.user_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for user_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/users/{user_id}/block`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, user_id, idempotency_key } = self;
            let user_id = user_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/users/{}/block", client.baseurl, encode_path(& user_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "unblock_user",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_rooms`]

[`Client::list_rooms`]: super::Client::list_rooms*/
    #[derive(Debug, Clone)]
    pub struct ListRooms<'a> {
        client: &'a super::Client,
        archived: Result<Option<bool>, String>,
        cursor: Result<Option<::std::string::String>, String>,
        kind: Result<Option<crate::enums::RoomKind>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListRooms<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                archived: Ok(None),
                cursor: Ok(None),
                kind: Ok(None),
                limit: Ok(None),
            }
        }
        pub fn archived<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.archived = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for archived failed".to_string());
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn kind<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::enums::RoomKind>,
        {
            self.kind = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: enums :: RoomKind` for kind failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::RoomPage>, Error<types::Problem>> {
            let Self { client, archived, cursor, kind, limit } = self;
            let archived = archived.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let kind = kind.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/rooms", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("archived", &archived))
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("kind", &kind))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_rooms",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::create_room`]

[`Client::create_room`]: super::Client::create_room*/
    #[derive(Debug, Clone)]
    pub struct CreateRoom<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateRoomRequest, String>,
    }
    impl<'a> CreateRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateRoomRequest>,
            <V as std::convert::TryInto<
                types::CreateRoomRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateRoomRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateRoomRequest,
            ) -> types::builder::CreateRoomRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::CreateRoomRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/rooms", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_room`]

[`Client::get_room`]: super::Client::get_room*/
    #[derive(Debug, Clone)]
    pub struct GetRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
    }
    impl<'a> GetRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms/{room_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, room_id } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}", client.baseurl, encode_path(& room_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::delete_room`]

[`Client::delete_room`]: super::Client::delete_room*/
    #[derive(Debug, Clone)]
    pub struct DeleteRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        dry_run: Result<Option<bool>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                dry_run: Ok(None),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/rooms/{room_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Removal>, Error<types::Problem>> {
            let Self { client, room_id, dry_run, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}", client.baseurl, encode_path(& room_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::update_room`]

[`Client::update_room`]: super::Client::update_room*/
    #[derive(Debug, Clone)]
    pub struct UpdateRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::UpdateRoomRequest, String>,
    }
    impl<'a> UpdateRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::UpdateRoomRequest>,
            <V as std::convert::TryInto<
                types::UpdateRoomRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `UpdateRoomRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::UpdateRoomRequest,
            ) -> types::builder::UpdateRoomRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PATCH` request to `/api/v1/rooms/{room_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::UpdateRoomRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}", client.baseurl, encode_path(& room_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "update_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_members`]

[`Client::list_members`]: super::Client::list_members*/
    #[derive(Debug, Clone)]
    pub struct ListMembers<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListMembers<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms/{room_id}/members`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::MemberPage>, Error<types::Problem>> {
            let Self { client, room_id, cursor, limit } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/members", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_members",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::add_member`]

[`Client::add_member`]: super::Client::add_member*/
    #[derive(Debug, Clone)]
    pub struct AddMember<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::AddMemberRequest, String>,
    }
    impl<'a> AddMember<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::AddMemberRequest>,
            <V as std::convert::TryInto<
                types::AddMemberRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `AddMemberRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::AddMemberRequest,
            ) -> types::builder::AddMemberRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/{room_id}/members`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Member>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::AddMemberRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/members", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "add_member",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::remove_member`]

[`Client::remove_member`]: super::Client::remove_member*/
    #[derive(Debug, Clone)]
    pub struct RemoveMember<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        user_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> RemoveMember<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                user_id: Err("user_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn user_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.user_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for user_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/rooms/{room_id}/members/{user_id}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, room_id, user_id, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let user_id = user_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/members/{}", client.baseurl, encode_path(& room_id
                .to_string()), encode_path(& user_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "remove_member",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::update_member`]

[`Client::update_member`]: super::Client::update_member*/
    #[derive(Debug, Clone)]
    pub struct UpdateMember<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        user_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::UpdateMemberRequest, String>,
    }
    impl<'a> UpdateMember<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                user_id: Err("user_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn user_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.user_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for user_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::UpdateMemberRequest>,
            <V as std::convert::TryInto<
                types::UpdateMemberRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `UpdateMemberRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::UpdateMemberRequest,
            ) -> types::builder::UpdateMemberRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PATCH` request to `/api/v1/rooms/{room_id}/members/{user_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Member>, Error<types::Problem>> {
            let Self { client, room_id, user_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let user_id = user_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::UpdateMemberRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/members/{}", client.baseurl, encode_path(& room_id
                .to_string()), encode_path(& user_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "update_member",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::leave_room`]

[`Client::leave_room`]: super::Client::leave_room*/
    #[derive(Debug, Clone)]
    pub struct LeaveRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> LeaveRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/{room_id}/leave`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/leave", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "leave_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::create_invite`]

[`Client::create_invite`]: super::Client::create_invite*/
    #[derive(Debug, Clone)]
    pub struct CreateInvite<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::CreateInviteRequest, String>,
    }
    impl<'a> CreateInvite<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateInviteRequest>,
            <V as std::convert::TryInto<
                types::CreateInviteRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateInviteRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateInviteRequest,
            ) -> types::builder::CreateInviteRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/{room_id}/invites`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Invite>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::CreateInviteRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/invites", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_invite",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::accept_invite`]

[`Client::accept_invite`]: super::Client::accept_invite*/
    #[derive(Debug, Clone)]
    pub struct AcceptInvite<'a> {
        client: &'a super::Client,
        code: Result<::std::string::String, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> AcceptInvite<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                code: Err("code was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn code<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.code = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for code failed"
                        .to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/invites/{code}/accept`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, code, idempotency_key } = self;
            let code = code.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/invites/{}/accept", client.baseurl, encode_path(& code
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "accept_invite",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                410u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_messages`]

[`Client::list_messages`]: super::Client::list_messages*/
    #[derive(Debug, Clone)]
    pub struct ListMessages<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        after: Result<Option<::uuid::Uuid>, String>,
        around: Result<Option<::uuid::Uuid>, String>,
        before: Result<Option<::uuid::Uuid>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListMessages<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                after: Ok(None),
                around: Ok(None),
                before: Ok(None),
                limit: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.after = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for after failed".to_string()
                });
            self
        }
        pub fn around<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.around = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for around failed".to_string()
                });
            self
        }
        pub fn before<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.before = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for before failed".to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms/{room_id}/messages`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::MessageHistory>, Error<types::Problem>> {
            let Self { client, room_id, after, around, before, limit } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let after = after.map_err(Error::InvalidRequest)?;
            let around = around.map_err(Error::InvalidRequest)?;
            let before = before.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("after", &after))
                .query(&progenitor_client::QueryParam::new("around", &around))
                .query(&progenitor_client::QueryParam::new("before", &before))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_messages",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::send_message`]

[`Client::send_message`]: super::Client::send_message*/
    #[derive(Debug, Clone)]
    pub struct SendMessage<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::SendMessageRequest, String>,
    }
    impl<'a> SendMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::SendMessageRequest>,
            <V as std::convert::TryInto<
                types::SendMessageRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `SendMessageRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::SendMessageRequest,
            ) -> types::builder::SendMessageRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/{room_id}/messages`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Message>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::SendMessageRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "send_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                201u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::clear_room`]

[`Client::clear_room`]: super::Client::clear_room*/
    #[derive(Debug, Clone)]
    pub struct ClearRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        dry_run: Result<Option<bool>, String>,
        scope: Result<Option<crate::enums::ClearScope>, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> ClearRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                dry_run: Ok(None),
                scope: Ok(None),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn dry_run<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.dry_run = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for dry_run failed".to_string());
            self
        }
        pub fn scope<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::enums::ClearScope>,
        {
            self.scope = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: enums :: ClearScope` for scope failed"
                        .to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/rooms/{room_id}/messages`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Removal>, Error<types::Problem>> {
            let Self { client, room_id, dry_run, scope, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let dry_run = dry_run.map_err(Error::InvalidRequest)?;
            let scope = scope.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("dry_run", &dry_run))
                .query(&progenitor_client::QueryParam::new("scope", &scope))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "clear_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_message`]

[`Client::get_message`]: super::Client::get_message*/
    #[derive(Debug, Clone)]
    pub struct GetMessage<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        message_id: Result<::uuid::Uuid, String>,
    }
    impl<'a> GetMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                message_id: Err("message_id was not initialized".to_string()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms/{room_id}/messages/{message_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Message>, Error<types::Problem>> {
            let Self { client, room_id, message_id } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages/{}", client.baseurl, encode_path(& room_id
                .to_string()), encode_path(& message_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::delete_message`]

[`Client::delete_message`]: super::Client::delete_message*/
    #[derive(Debug, Clone)]
    pub struct DeleteMessage<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        message_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                message_id: Err("message_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/api/v1/rooms/{room_id}/messages/{message_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Message>, Error<types::Problem>> {
            let Self { client, room_id, message_id, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages/{}", client.baseurl, encode_path(& room_id
                .to_string()), encode_path(& message_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::edit_message`]

[`Client::edit_message`]: super::Client::edit_message*/
    #[derive(Debug, Clone)]
    pub struct EditMessage<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        message_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::EditMessageRequest, String>,
    }
    impl<'a> EditMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                message_id: Err("message_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::EditMessageRequest>,
            <V as std::convert::TryInto<
                types::EditMessageRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `EditMessageRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::EditMessageRequest,
            ) -> types::builder::EditMessageRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PATCH` request to `/api/v1/rooms/{room_id}/messages/{message_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Message>, Error<types::Problem>> {
            let Self { client, room_id, message_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::EditMessageRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages/{}", client.baseurl, encode_path(& room_id
                .to_string()), encode_path(& message_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "edit_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_revisions`]

[`Client::list_revisions`]: super::Client::list_revisions*/
    #[derive(Debug, Clone)]
    pub struct ListRevisions<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        message_id: Result<::uuid::Uuid, String>,
    }
    impl<'a> ListRevisions<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                message_id: Err("message_id was not initialized".to_string()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/rooms/{room_id}/messages/{message_id}/revisions`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::RevisionPage>, Error<types::Problem>> {
            let Self { client, room_id, message_id } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/messages/{}/revisions", client.baseurl, encode_path(&
                room_id.to_string()), encode_path(& message_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_revisions",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_unread_count`]

[`Client::get_unread_count`]: super::Client::get_unread_count*/
    #[derive(Debug, Clone)]
    pub struct GetUnreadCount<'a> {
        client: &'a super::Client,
        explain: Result<Option<bool>, String>,
        room_id: Result<Option<::uuid::Uuid>, String>,
    }
    impl<'a> GetUnreadCount<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                explain: Ok(None),
                room_id: Ok(None),
            }
        }
        pub fn explain<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.explain = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for explain failed".to_string());
            self
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/unread-count`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::UnreadCount>, Error<types::Problem>> {
            let Self { client, explain, room_id } = self;
            let explain = explain.map_err(Error::InvalidRequest)?;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/unread-count", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("explain", &explain))
                .query(&progenitor_client::QueryParam::new("room_id", &room_id))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_unread_count",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::mark_rooms`]

[`Client::mark_rooms`]: super::Client::mark_rooms*/
    #[derive(Debug, Clone)]
    pub struct MarkRooms<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::MarkRoomsRequest, String>,
    }
    impl<'a> MarkRooms<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::MarkRoomsRequest>,
            <V as std::convert::TryInto<
                types::MarkRoomsRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `MarkRoomsRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::MarkRoomsRequest,
            ) -> types::builder::MarkRoomsRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/read-status`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReadStatusPage>, Error<types::Problem>> {
            let Self { client, idempotency_key, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::MarkRoomsRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/rooms/read-status", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "mark_rooms",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::mark_room`]

[`Client::mark_room`]: super::Client::mark_room*/
    #[derive(Debug, Clone)]
    pub struct MarkRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::MarkRoomRequest, String>,
    }
    impl<'a> MarkRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::MarkRoomRequest>,
            <V as std::convert::TryInto<
                types::MarkRoomRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `MarkRoomRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::MarkRoomRequest,
            ) -> types::builder::MarkRoomRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PUT` request to `/api/v1/rooms/{room_id}/read-status`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReadStatus>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::MarkRoomRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/read-status", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .put(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "mark_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::archive_room`]

[`Client::archive_room`]: super::Client::archive_room*/
    #[derive(Debug, Clone)]
    pub struct ArchiveRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ArchiveRoomRequest, String>,
    }
    impl<'a> ArchiveRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ArchiveRoomRequest>,
            <V as std::convert::TryInto<
                types::ArchiveRoomRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `ArchiveRoomRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ArchiveRoomRequest,
            ) -> types::builder::ArchiveRoomRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `PUT` request to `/api/v1/rooms/{room_id}/archive`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key, body } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ArchiveRoomRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/archive", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .put(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "archive_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::undo_room`]

[`Client::undo_room`]: super::Client::undo_room*/
    #[derive(Debug, Clone)]
    pub struct UndoRoom<'a> {
        client: &'a super::Client,
        room_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> UndoRoom<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Err("room_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/rooms/{room_id}/undo`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Room>, Error<types::Problem>> {
            let Self { client, room_id, idempotency_key } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/rooms/{}/undo", client.baseurl, encode_path(& room_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "undo_room",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::forward_message`]

[`Client::forward_message`]: super::Client::forward_message*/
    #[derive(Debug, Clone)]
    pub struct ForwardMessage<'a> {
        client: &'a super::Client,
        message_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ForwardMessageRequest, String>,
    }
    impl<'a> ForwardMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                message_id: Err("message_id was not initialized".to_string()),
                idempotency_key: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ForwardMessageRequest>,
            <V as std::convert::TryInto<
                types::ForwardMessageRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ForwardMessageRequest` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ForwardMessageRequest,
            ) -> types::builder::ForwardMessageRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/api/v1/messages/{message_id}/forward`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ForwardOutcomes>, Error<types::Problem>> {
            let Self { client, message_id, idempotency_key, body } = self;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ForwardMessageRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/messages/{}/forward", client.baseurl, encode_path(& message_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "forward_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                408u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                409u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                413u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                415u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::read_message`]

[`Client::read_message`]: super::Client::read_message*/
    #[derive(Debug, Clone)]
    pub struct ReadMessage<'a> {
        client: &'a super::Client,
        message_id: Result<::uuid::Uuid, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
    }
    impl<'a> ReadMessage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                message_id: Err("message_id was not initialized".to_string()),
                idempotency_key: Ok(None),
            }
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/api/v1/messages/{message_id}/read`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReadStatus>, Error<types::Problem>> {
            let Self { client, message_id, idempotency_key } = self;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/messages/{}/read", client.baseurl, encode_path(& message_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = idempotency_key {
                header_map.append("Idempotency-Key", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "read_message",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                422u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                507u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::list_receipts`]

[`Client::list_receipts`]: super::Client::list_receipts*/
    #[derive(Debug, Clone)]
    pub struct ListReceipts<'a> {
        client: &'a super::Client,
        message_id: Result<::uuid::Uuid, String>,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
    }
    impl<'a> ListReceipts<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                message_id: Err("message_id was not initialized".to_string()),
                cursor: Ok(None),
                limit: Ok(None),
            }
        }
        pub fn message_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.message_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for message_id failed".to_string()
                });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        ///Sends a `GET` request to `/api/v1/messages/{message_id}/receipts`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ReceiptPage>, Error<types::Problem>> {
            let Self { client, message_id, cursor, limit } = self;
            let message_id = message_id.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api/v1/messages/{}/receipts", client.baseurl, encode_path(&
                message_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_receipts",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::audit_unread`]

[`Client::audit_unread`]: super::Client::audit_unread*/
    #[derive(Debug, Clone)]
    pub struct AuditUnread<'a> {
        client: &'a super::Client,
        room_id: Result<Option<::uuid::Uuid>, String>,
    }
    impl<'a> AuditUnread<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                room_id: Ok(None),
            }
        }
        pub fn room_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::uuid::Uuid>,
        {
            self.room_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: uuid :: Uuid` for room_id failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/admin/audit/unread`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::UnreadAudit>, Error<types::Problem>> {
            let Self { client, room_id } = self;
            let room_id = room_id.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/admin/audit/unread", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("room_id", &room_id))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "audit_unread",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                403u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::sync`]

[`Client::sync`]: super::Client::sync*/
    #[derive(Debug, Clone)]
    pub struct Sync<'a> {
        client: &'a super::Client,
        cursor: Result<Option<::std::string::String>, String>,
        limit: Result<Option<i64>, String>,
        since: Result<Option<::chrono::DateTime<::chrono::offset::Utc>>, String>,
    }
    impl<'a> Sync<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                cursor: Ok(None),
                limit: Ok(None),
                since: Ok(None),
            }
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for limit failed".to_string());
            self
        }
        pub fn since<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
        {
            self.since = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: chrono :: DateTime < :: chrono :: offset :: Utc >` for since failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/api/v1/sync`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::SyncPage>, Error<types::Problem>> {
            let Self { client, cursor, limit, since } = self;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let since = since.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api/v1/sync", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("cursor", &cursor))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("since", &since))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "sync",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                401u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_front_page`]

[`Client::get_front_page`]: super::Client::get_front_page*/
    #[derive(Debug, Clone)]
    pub struct GetFrontPage<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetFrontPage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_front_page",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_liveness`]

[`Client::get_liveness`]: super::Client::get_liveness*/
    #[derive(Debug, Clone)]
    pub struct GetLiveness<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetLiveness<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/health/live`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Health>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/health/live", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_liveness",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_readiness`]

[`Client::get_readiness`]: super::Client::get_readiness*/
    #[derive(Debug, Clone)]
    pub struct GetReadiness<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetReadiness<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/health/ready`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Readiness>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/health/ready", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_readiness",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                503u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_metrics`]

[`Client::get_metrics`]: super::Client::get_metrics*/
    #[derive(Debug, Clone)]
    pub struct GetMetrics<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetMetrics<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/metrics`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/metrics", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_metrics",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_docs`]

[`Client::get_docs`]: super::Client::get_docs*/
    #[derive(Debug, Clone)]
    pub struct GetDocs<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetDocs<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/docs`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/docs", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_docs",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_docs_file`]

[`Client::get_docs_file`]: super::Client::get_docs_file*/
    #[derive(Debug, Clone)]
    pub struct GetDocsFile<'a> {
        client: &'a super::Client,
        file: Result<::std::string::String, String>,
    }
    impl<'a> GetDocsFile<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                file: Err("file was not initialized".to_string()),
            }
        }
        pub fn file<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.file = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for file failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/docs/{file}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client, file } = self;
            let file = file.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/docs/{}", client.baseurl, encode_path(& file.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_docs_file",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_specification_yaml`]

[`Client::get_specification_yaml`]: super::Client::get_specification_yaml*/
    #[derive(Debug, Clone)]
    pub struct GetSpecificationYaml<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetSpecificationYaml<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/openapi.yaml`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client } = self;
            let url = format!("{}/openapi.yaml", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_specification_yaml",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_specification_json`]

[`Client::get_specification_json`]: super::Client::get_specification_json*/
    #[derive(Debug, Clone)]
    pub struct GetSpecificationJson<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetSpecificationJson<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/openapi.json`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::serde_json::Map<::std::string::String, ::serde_json::Value>>,
            Error<types::Problem>,
        > {
            let Self { client } = self;
            let url = format!("{}/openapi.json", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_specification_json",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::get_problem_page`]

[`Client::get_problem_page`]: super::Client::get_problem_page*/
    #[derive(Debug, Clone)]
    pub struct GetProblemPage<'a> {
        client: &'a super::Client,
        code: Result<::std::string::String, String>,
    }
    impl<'a> GetProblemPage<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                code: Err("code was not initialized".to_string()),
            }
        }
        pub fn code<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.code = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for code failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/problems/{code}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<ByteStream>, Error<types::Problem>> {
            let Self { client, code } = self;
            let code = code.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/problems/{}", client.baseurl, encode_path(& code.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_problem_page",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                404u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                429u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    pub use self::super::Client;
}
