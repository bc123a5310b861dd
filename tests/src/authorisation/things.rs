//! An actor, and what they have: made anew for each cell that changes something.

use serde_json::json;

use super::cast::{Cast, invite, say_and_delete};
use super::cells::{Actor, Thing};
use super::subjects::Kind;
use crate::Person;
use crate::generate::{Fill, new_id, newcomer};
use crate::person::{PASSWORD, text};

/// What an actor can ask for.
pub struct Things {
    pub person: Person,
    group: String,
    direct: Option<String>,
    own_message: Option<String>,
    others_message: String,
    direct_message: Option<String>,
    deleted_message: String,
    deleted_room: String,
    code: String,
    /// A group of their own, which is nobody's question: where they forward to.
    den: String,
    sessions: Option<Sessions>,
    others_session: String,
}

struct Sessions {
    own: String,
    ended: String,
}

impl Things {
    pub async fn make(cast: &Cast<'_>, actor: Actor, with_sessions: bool) -> Self {
        let person = newcomer(cast.server).await;
        let group = seat(cast, actor, &person).await;
        let others_message = text(&cast.peer.say(&group, "Good morning!").await["id"]);
        let (mut own_message, mut direct, mut direct_message) = (None, None, None);
        let deleted_message = if actor.is_apart() {
            say_and_delete(&cast.peer, &group).await
        } else {
            own_message = Some(text(&person.say(&group, "Good evening!").await["id"]));
            let room = person.direct(&cast.peer).await;
            direct_message = Some(text(&person.say(&room, "Just you and me.").await["id"]));
            direct = Some(room);
            say_and_delete(&person, &group).await
        };
        let owner = if actor == Actor::Owner { &person } else { &cast.host };
        let code = invite(owner, &group, json!({})).await;
        match actor {
            Actor::Removed => drop(cast.host.delete(&format!("/rooms/{group}/members/{}", person.id)).await.expect(204)),
            Actor::Blocked => cast.peer.block(&person).await,
            Actor::ServerAdmin => make_administrator(cast, &person).await,
            _ => {}
        }
        let deleted_room = person.group("Doomed", &[]).await;
        person.delete(&format!("/rooms/{deleted_room}")).await.expect(200);
        let den = person.group("Den", &[]).await;
        let sessions = if with_sessions { Some(Sessions::of(cast, &person).await) } else { None };
        let others_session = cast.peer.session_id.clone();
        Self {
            person,
            group,
            direct,
            own_message,
            others_message,
            direct_message,
            deleted_message,
            deleted_room,
            code,
            den,
            sessions,
            others_session,
        }
    }

    /// What stands for the names of an operation or frame.
    pub fn fill(&self, cast: &Cast<'_>, kind: Kind, thing: Thing) -> Fill {
        let fill = Fill::default()
            .with("username", &self.person.username)
            .with("password", PASSWORD)
            .with("current_password", PASSWORD)
            .with("refresh_token", &self.person.refresh_token)
            .with("room_ids", &self.den);
        let fill = self.in_room(cast, kind, thing, fill);
        match kind {
            Kind::Person | Kind::Seat => {
                let id = self.user_id(cast, kind, thing);
                fill.with("user_id", &id).with("member_ids", &id)
            }
            Kind::Session => fill.with("session_id", &self.session_id(thing)),
            Kind::Invite => fill.with("code", &self.code(cast, thing)),
            // Two pages are made from words, each with an example in the specification.
            Kind::Page if thing == Thing::Own => fill.with("file", "swagger-ui.css").with("code", "rate_limited"),
            Kind::Page => fill.with("file", "nothing.css").with("code", "nothing"),
            Kind::Nothing | Kind::Room | Kind::Message => fill,
        }
    }

    fn in_room(&self, cast: &Cast<'_>, kind: Kind, thing: Thing, fill: Fill) -> Fill {
        let direct = || self.direct.clone().expect("whoever is asked for it has one");
        let room = match (kind, thing) {
            (Kind::Room, Thing::Others) => cast.garden.clone(),
            (Kind::Room, Thing::Deleted) => self.deleted_room.clone(),
            (Kind::Room, Thing::Unknown) => new_id(),
            (_, Thing::OwnDirect) => direct(),
            (_, Thing::OthersDirect) => cast.between.clone(),
            _ => self.group.clone(),
        };
        let message = match thing {
            Thing::Own => self.own_message.clone().unwrap_or_else(|| self.others_message.clone()),
            Thing::OwnDirect => self.direct_message.clone().expect("whoever is asked for it has one"),
            Thing::OthersDirect => cast.message_between.clone(),
            Thing::Deleted if kind == Kind::Message => self.deleted_message.clone(),
            Thing::Unknown => new_id(),
            _ => self.others_message.clone(),
        };
        fill.with("room_id", &room).with("message_id", &message)
    }

    fn user_id(&self, cast: &Cast<'_>, kind: Kind, thing: Thing) -> String {
        match thing {
            Thing::Own => self.person.id.clone(),
            Thing::OthersDirect if kind == Kind::Seat => cast.stranger.id.clone(),
            Thing::Deleted => cast.gone_id.clone(),
            Thing::Unknown => new_id(),
            _ => cast.peer.id.clone(),
        }
    }

    fn session_id(&self, thing: Thing) -> String {
        let sessions = self.sessions.as_ref().expect("they were made for who is asked for them");
        match thing {
            Thing::Own => sessions.own.clone(),
            Thing::Deleted => sessions.ended.clone(),
            Thing::Unknown => new_id(),
            _ => self.others_session.clone(),
        }
    }

    fn code(&self, cast: &Cast<'_>, thing: Thing) -> String {
        match thing {
            Thing::Own => self.code.clone(),
            Thing::Deleted => cast.spent_code.clone(),
            Thing::Unknown => "A".repeat(22),
            _ => cast.code.clone(),
        }
    }
}

impl Sessions {
    async fn of(cast: &Cast<'_>, person: &Person) -> Self {
        let own = Person::login(cast.server, &person.username).await.session_id;
        let ended = Person::login(cast.server, &person.username).await;
        ended.post_empty("/auth/revoke").await.expect(204);
        Self { own, ended: ended.session_id }
    }
}

/// Makes the group, and gives the actor their place in it.
async fn seat(cast: &Cast<'_>, actor: Actor, person: &Person) -> String {
    match actor {
        Actor::Owner => person.group("Kitchen", &[&cast.peer]).await,
        Actor::Outsider | Actor::ServerAdmin => cast.host.group("Kitchen", &[&cast.peer]).await,
        _ => {
            let group = cast.host.group("Kitchen", &[&cast.peer, person]).await;
            if actor == Actor::Admin {
                let path = format!("/rooms/{group}/members/{}", person.id);
                cast.host.patch(&path, json!({ "role": "admin" })).await.expect(200);
            }
            group
        }
    }
}

async fn make_administrator(cast: &Cast<'_>, person: &Person) {
    let granted = cast.server.command(&["user", "grant", &person.username, "admin"]).output().await.expect("the program can be started");
    assert!(granted.status.success(), "{}", String::from_utf8_lossy(&granted.stderr));
}
