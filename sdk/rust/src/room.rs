//! What one does in a room.

use uuid::Uuid;

use crate::client::Client;
use crate::enums::{AddedRole, ClearScope, ReadMark, Role};
use crate::error::Error;
use crate::frames::Command;
use crate::history::{MessageQuery, history};
use crate::pages::{Pages, by_query};
use crate::types::{
    self, AddMemberRequest, ArchiveRoomRequest, CreateInviteRequest, EditMessageRequest, ForwardMessageRequest, ForwardOutcome, Invite,
    MarkRoomRequest, Member, Message, ReadStatus, Removal, Revision, SendMessageRequest, TypingTargetData, UpdateMemberRequest,
    UpdateRoomRequest,
};

/// A room that somebody is signed in to.
#[derive(Clone, Debug)]
pub struct Room {
    client: Client,
    pub id: Uuid,
    /// The room as it was when it was fetched. Absent when it was not.
    pub data: Option<types::Room>,
}

impl Room {
    pub(crate) fn new(client: Client, id: Uuid, data: Option<types::Room>) -> Self {
        Self { client, id, data }
    }

    /// The same room with calls that have something otherwise.
    #[must_use]
    pub fn with(&self, options: crate::CallOptions) -> Self {
        Self { client: self.client.with(options), id: self.id, data: self.data.clone() }
    }

    /// Fetches the room anew.
    pub async fn reload(&mut self) -> Result<&types::Room, Error> {
        let room = self.client.api().get_room().room_id(self.id).send().await?.into_inner();
        Ok(self.data.insert(room))
    }

    pub async fn update(&mut self, change: UpdateRoomRequest) -> Result<&types::Room, Error> {
        let room = self.client.api().update_room().room_id(self.id).body(change).send().await?.into_inner();
        Ok(self.data.insert(room))
    }

    /// Sends a message. It is there once, however often it has to be sent.
    pub async fn send(&self, content: impl Into<String>) -> Result<Message, Error> {
        self.send_as(content, Uuid::new_v4().to_string()).await
    }

    /// Sends a message under an id of one's own: who sends it again, also after a restart, finds the message that is there.
    pub async fn send_as(&self, content: impl Into<String>, client_id: impl Into<String>) -> Result<Message, Error> {
        let body = SendMessageRequest { content: content.into(), client_id: Some(client_id.into()) };
        Ok(self.client.api().send_message().room_id(self.id).body(body).send().await?.into_inner())
    }

    /// The history, newest first.
    pub fn messages(&self) -> Pages<Message> {
        self.messages_of(MessageQuery::default())
    }

    /// The history before a message, newest first; after one, oldest first; or what is around one.
    pub fn messages_of(&self, query: MessageQuery) -> Pages<Message> {
        history(self.client.clone(), self.id, query)
    }

    pub async fn message(&self, id: Uuid) -> Result<Message, Error> {
        Ok(self.client.api().get_message().room_id(self.id).message_id(id).send().await?.into_inner())
    }

    pub async fn edit(&self, id: Uuid, content: impl Into<String>) -> Result<Message, Error> {
        let body = EditMessageRequest { content: content.into() };
        Ok(self.client.api().edit_message().room_id(self.id).message_id(id).body(body).send().await?.into_inner())
    }

    /// Deletes a message for everyone; its place stays.
    pub async fn delete_message(&self, id: Uuid) -> Result<Message, Error> {
        Ok(self.client.api().delete_message().room_id(self.id).message_id(id).send().await?.into_inner())
    }

    /// The texts that a message has had.
    pub async fn revisions(&self, id: Uuid) -> Result<Vec<Revision>, Error> {
        Ok(self.client.api().list_revisions().room_id(self.id).message_id(id).send().await?.into_inner().items)
    }

    /// Marks all of it as read.
    pub async fn mark_read(&self) -> Result<ReadStatus, Error> {
        self.mark(ReadMark::Read, None).await
    }

    /// Marks as read up to a message.
    pub async fn mark_read_up_to(&self, id: Uuid) -> Result<ReadStatus, Error> {
        self.mark(ReadMark::Read, Some(id)).await
    }

    /// Marks all of it as unread.
    pub async fn mark_unread(&self) -> Result<ReadStatus, Error> {
        self.mark(ReadMark::Unread, None).await
    }

    /// Marks as unread from a message on.
    pub async fn mark_unread_from(&self, id: Uuid) -> Result<ReadStatus, Error> {
        self.mark(ReadMark::Unread, Some(id)).await
    }

    async fn mark(&self, status: ReadMark, message_id: Option<Uuid>) -> Result<ReadStatus, Error> {
        let body = MarkRoomRequest { status, message_id };
        Ok(self.client.api().mark_room().room_id(self.id).body(body).send().await?.into_inner())
    }

    /// Moves the room to the archive, or out of it.
    pub async fn archive(&mut self, archived: bool) -> Result<&types::Room, Error> {
        let room = self.client.api().archive_room().room_id(self.id).body(ArchiveRoomRequest { archived }).send().await?.into_inner();
        Ok(self.data.insert(room))
    }

    /// Empties one's own view of the room, or that of every member; or only says what would go.
    pub async fn clear(&self, scope: ClearScope, dry_run: bool) -> Result<Removal, Error> {
        Ok(self.client.api().clear_room().room_id(self.id).scope(scope).dry_run(dry_run).send().await?.into_inner())
    }

    /// Deletes the room for oneself, and leaves a group; or only says what would go.
    pub async fn delete(&self, dry_run: bool) -> Result<Removal, Error> {
        Ok(self.client.api().delete_room().room_id(self.id).dry_run(dry_run).send().await?.into_inner())
    }

    /// Takes the last clearing or deleting back.
    pub async fn undo(&mut self) -> Result<&types::Room, Error> {
        let room = self.client.api().undo_room().room_id(self.id).send().await?.into_inner();
        Ok(self.data.insert(room))
    }

    pub async fn leave(&self) -> Result<(), Error> {
        self.client.api().leave_room().room_id(self.id).send().await?;
        Ok(())
    }

    pub fn members(&self) -> Pages<Member> {
        let room = self.clone();
        by_query(None::<String>, move |cursor| {
            let room = room.clone();
            Box::pin(async move {
                let call = room.client.api().list_members().room_id(room.id);
                let call = if let Some(cursor) = cursor { call.cursor(cursor) } else { call };
                let page = call.send().await?.into_inner();
                Ok((page.items, page.next_cursor.map(Some)))
            })
        })
    }

    /// Takes somebody in, as a member unless said otherwise.
    pub async fn add_member(&self, user_id: Uuid, role: Option<AddedRole>) -> Result<Member, Error> {
        let body = AddMemberRequest { user_id, role };
        Ok(self.client.api().add_member().room_id(self.id).body(body).send().await?.into_inner())
    }

    pub async fn update_member(&self, user_id: Uuid, role: Role) -> Result<Member, Error> {
        let body = UpdateMemberRequest { role };
        Ok(self.client.api().update_member().room_id(self.id).user_id(user_id).body(body).send().await?.into_inner())
    }

    pub async fn remove_member(&self, user_id: Uuid) -> Result<(), Error> {
        self.client.api().remove_member().room_id(self.id).user_id(user_id).send().await?;
        Ok(())
    }

    pub async fn invite(&self, invite: CreateInviteRequest) -> Result<Invite, Error> {
        Ok(self.client.api().create_invite().room_id(self.id).body(invite).send().await?.into_inner())
    }

    /// Sends a message of this room on to others, and says what became of it in each.
    pub async fn forward(&self, id: Uuid, rooms: impl IntoIterator<Item = Uuid>) -> Result<Vec<ForwardOutcome>, Error> {
        let body = ForwardMessageRequest { room_ids: rooms.into_iter().collect() };
        Ok(self.client.api().forward_message().message_id(id).body(body).send().await?.into_inner().items)
    }

    /// Tells the others that one is typing, or no longer, over the event stream that was opened last; at most every 500 ms is
    /// told on.
    pub fn typing(&self, is_typing: bool) -> Result<(), Error> {
        let data = TypingTargetData { room_id: self.id };
        let command = if is_typing { Command::TypingStart(data) } else { Command::TypingStop(data) };
        self.client.stream().ok_or_else(Error::closed)?.send(command)
    }
}
