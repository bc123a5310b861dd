//! The others, who are there the whole time: whose rooms, messages and names are asked for.

use serde_json::{Value, json};

use crate::forge::Forge;
use crate::generate::newcomer;
use crate::person::{path_of, text};
use crate::{Person, Server};

/// The others, and what they have.
pub struct Cast<'a> {
    pub server: &'a Server,
    pub forge: Forge,
    /// Makes the groups that an actor is a guest in.
    pub host: Person,
    /// A plain member of every group, and the other one of every direct room.
    pub peer: Person,
    /// In none of the actors' rooms.
    pub stranger: Person,
    /// The stranger's group, with the peer.
    pub garden: String,
    /// The direct room of the peer and the stranger.
    pub between: String,
    pub message_between: String,
    /// Somebody who has deleted their account.
    pub gone_id: String,
    /// The garden's code, and one that was used up.
    pub code: String,
    pub spent_code: String,
}

impl<'a> Cast<'a> {
    pub async fn gather(server: &'a Server) -> Self {
        let (host, peer, stranger) = (newcomer(server).await, newcomer(server).await, newcomer(server).await);
        let garden = stranger.group("Garden", &[&peer]).await;
        stranger.say(&garden, "Tulips!").await;
        let between = peer.direct(&stranger).await;
        let message = peer.say(&between, "Between us.").await;
        let gone = newcomer(server).await;
        gone.delete("/users/me").await.expect(204);
        let (code, spent_code) = (invite(&stranger, &garden, json!({})).await, invite(&stranger, &garden, json!({ "max_uses": 1 })).await);
        newcomer(server).await.post_empty(&format!("/invites/{spent_code}/accept")).await.expect(201);
        let (message_between, gone_id, forge) = (text(&message["id"]), gone.id, Forge::of(server));
        Self { server, forge, host, peer, stranger, garden, between, message_between, gone_id, code, spent_code }
    }
}

/// A code of a group.
pub async fn invite(owner: &Person, room_id: &str, how: Value) -> String {
    text(&owner.post(&format!("/rooms/{room_id}/invites"), how).await.expect(201)["code"])
}

/// Sends a message and deletes it; gives its id.
pub async fn say_and_delete(person: &Person, room_id: &str) -> String {
    let message = person.say(room_id, "Never mind.").await;
    person.delete(&path_of(&message)).await.expect(200);
    text(&message["id"])
}
