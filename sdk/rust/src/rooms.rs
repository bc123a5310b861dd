//! Rooms: made, found, listed.

use uuid::Uuid;

use crate::client::Client;
use crate::enums::RoomKind;
use crate::error::Error;
use crate::pages::{Pages, by_query};
use crate::room::Room;
use crate::types::{self, CreateRoomRequest, UnreadCount};

/// What [`Client::rooms`] gives.
#[derive(Clone, Debug)]
pub struct Rooms {
    pub(crate) client: Client,
}

/// Which rooms a list has.
#[derive(Clone, Debug, Default)]
pub struct RoomQuery {
    pub kind: Option<RoomKind>,
    /// Only those in the archive, or only those that are not.
    pub archived: Option<bool>,
    /// How many a page has.
    pub limit: Option<i64>,
    /// The page to begin at.
    pub cursor: Option<String>,
}

impl Rooms {
    /// Makes a group.
    pub async fn create_group(&self, name: impl Into<String>, members: impl IntoIterator<Item = Uuid>) -> Result<Room, Error> {
        let member_ids = members.into_iter().collect();
        self.create(CreateRoomRequest { kind: RoomKind::Group, name: Some(name.into()), description: None, member_ids }).await
    }

    /// The direct room with somebody: made, unless there is one.
    pub async fn direct(&self, with: Uuid) -> Result<Room, Error> {
        self.create(CreateRoomRequest { kind: RoomKind::Direct, name: None, description: None, member_ids: vec![with] }).await
    }

    /// Makes a group, or finds or makes the direct room with somebody.
    pub async fn create(&self, room: CreateRoomRequest) -> Result<Room, Error> {
        Ok(self.made(self.client.api().create_room().body(room).send().await?.into_inner()))
    }

    /// Fetches a room.
    pub async fn get(&self, id: Uuid) -> Result<Room, Error> {
        Ok(self.made(self.client.api().get_room().room_id(id).send().await?.into_inner()))
    }

    /// A room by its id, without fetching it.
    pub fn of(&self, id: Uuid) -> Room {
        Room::new(self.client.clone(), id, None)
    }

    /// All rooms, the last active first.
    pub fn list(&self) -> Pages<Room> {
        self.list_of(RoomQuery::default())
    }

    /// Some rooms, the last active first.
    pub fn list_of(&self, query: RoomQuery) -> Pages<Room> {
        let rooms = self.clone();
        by_query(query, move |query| Box::pin(rooms.clone().fetch(query)))
    }

    async fn fetch(self, query: RoomQuery) -> Result<(Vec<Room>, Option<RoomQuery>), Error> {
        let mut call = self.client.api().list_rooms();
        if let Some(kind) = query.kind.clone() {
            call = call.kind(kind);
        }
        if let Some(archived) = query.archived {
            call = call.archived(archived);
        }
        if let Some(limit) = query.limit {
            call = call.limit(limit);
        }
        if let Some(cursor) = query.cursor.clone() {
            call = call.cursor(cursor);
        }
        let page = call.send().await?.into_inner();
        let next = page.next_cursor.map(|cursor| RoomQuery { cursor: Some(cursor), ..query });
        Ok((page.items.into_iter().map(|room| self.made(room)).collect(), next))
    }

    /// Joins by an invite.
    pub async fn join(&self, invite_code: &str) -> Result<Room, Error> {
        Ok(self.made(self.client.api().accept_invite().code(invite_code).send().await?.into_inner()))
    }

    /// What one has not read, in all rooms.
    pub async fn unread(&self) -> Result<UnreadCount, Error> {
        Ok(self.client.api().get_unread_count().send().await?.into_inner())
    }

    fn made(&self, room: types::Room) -> Room {
        Room::new(self.client.clone(), room.id, Some(room))
    }
}
