//! A group with somebody in every role, and all that its owner sees of it: what no refused request may change.

use serde_json::{Value, json};

use super::{Fill, new_id, newcomer};
use crate::person::{PASSWORD, text};
use crate::{Person, Server};

/// Ada's group. Its people never leave it, and only Ada has spoken.
pub struct House {
    pub ada: Person,
    /// An admin.
    pub eve: Person,
    /// A plain member.
    pub bob: Person,
    pub room_id: String,
    pub message_id: String,
    /// The code of another group of Ada's, so that whoever uses it changes nothing here.
    pub code: String,
}

impl House {
    /// Builds it on a server that has no such people yet.
    pub async fn build(server: &Server) -> Self {
        let (ada, eve, bob) = (newcomer(server).await, newcomer(server).await, newcomer(server).await);
        let room_id = ada.group("Kitchen", &[&eve, &bob]).await;
        ada.patch(&format!("/rooms/{room_id}/members/{}", eve.id), json!({ "role": "admin" })).await.expect(200);
        let first = ada.say(&room_id, "Good morning!").await;
        ada.patch(&format!("/rooms/{room_id}/messages/{}", text(&first["id"])), json!({ "content": "Good day!" })).await.expect(200);
        let garden = ada.group("Garden", &[]).await;
        let invite = ada.post(&format!("/rooms/{garden}/invites"), json!({})).await.expect(201);
        Self { message_id: text(&first["id"]), code: text(&invite["code"]), ada, eve, bob, room_id }
    }

    /// Names everything that is Ada's or the group's; what a person says of themselves is the caller's.
    pub fn fill(&self, caller: &Person) -> Fill {
        Fill::default()
            .with("room_id", &self.room_id)
            .with("room_ids", &self.room_id)
            .with("message_id", &self.message_id)
            .with("before", &self.message_id)
            .with("user_id", &self.bob.id)
            .with("session_id", &self.ada.session_id)
            .with("code", &self.code)
            .with("member_ids", &self.bob.id)
            .with("username", &caller.username)
            .with("password", PASSWORD)
            .with("current_password", PASSWORD)
            .with("refresh_token", &caller.refresh_token)
    }

    /// The same, with a name that nobody has, where an operation makes an account.
    pub fn fill_for(&self, caller: &Person, operation: &str) -> Fill {
        let fill = self.fill(caller);
        if operation == "register" { fill.with("username", &new_id()[9..]) } else { fill }
    }

    /// All that Ada sees, but for who is online.
    pub async fn view(&self) -> Value {
        let room = format!("/rooms/{}", self.room_id);
        let message = format!("{room}/messages/{}", self.message_id);
        let mut seen = Vec::new();
        for path in [
            room.clone(),
            format!("{room}/members?limit=100"),
            format!("{room}/messages?limit=100"),
            message.clone(),
            format!("{message}/revisions"),
            "/auth/sessions".to_owned(),
            "/users/me".to_owned(),
        ] {
            seen.push(self.ada.get(&path).await.expect(200));
        }
        let mut all = seen.into();
        forget_presence(&mut all);
        all
    }
}

fn forget_presence(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name != "is_online" && name != "last_seen_at");
            fields.values_mut().for_each(forget_presence);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_presence),
        _ => {}
    }
}
