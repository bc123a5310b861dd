//! Chance: people speak, clear, take back, block and read, and after every step everybody sees what a small model says.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tests::person::path_of;
use tests::{Person, Server, on_both_engines};

use super::super::sight::{Sight, seq, seqs, sight};
use super::{clear, clear_all, make_admin};

on_both_engines![everybody_sees_what_the_model_says];

/// The seed of all that is left to chance; the same one takes the same steps.
const SEED: u64 = 7;
const STEPS: usize = 250;
/// How often everything is looked at, and not only the history and the counts.
const THOROUGH: usize = 10;
/// The first is the owner, the second an admin.
const PEOPLE: usize = 4;

/// A message as the model knows it; without a sender, it is the room's own.
struct Said {
    message: Value,
    sender: Option<usize>,
    is_deleted: bool,
    names: BTreeSet<usize>,
}

/// Something that can be taken back.
struct Cleared {
    for_everyone: bool,
    before: i64,
    after: i64,
}

/// What is one person's own.
#[derive(Default)]
struct Own {
    read: i64,
    cleared: i64,
    blocked: BTreeSet<usize>,
    stack: Vec<Cleared>,
}

struct World {
    people: Vec<Person>,
    room_id: String,
    said: Vec<Said>,
    own: Vec<Own>,
    /// Up to where the room is cleared for everyone.
    cleared: i64,
    chance: StdRng,
}

impl World {
    async fn new(server: &Server) -> Self {
        let people = join_all((0..PEOPLE).map(|number| async move { Person::register(server, &format!("person{number}")).await })).await;
        let others: Vec<&Person> = people[1..].iter().collect();
        let room_id = people[0].group("Room", &others).await;
        make_admin(&people[0], &room_id, &people[1]).await;
        let said = people[0].history(&room_id).await;
        let said = said.into_iter().map(|message| Said { message, sender: None, is_deleted: false, names: BTreeSet::new() });
        let own = (0..PEOPLE).map(|_| Own::default()).collect();
        Self { people, room_id, said: said.collect(), own, cleared: 0, chance: StdRng::seed_from_u64(SEED) }
    }

    fn last(&self) -> i64 {
        self.said.last().map_or(0, |said| seq(&said.message))
    }

    /// Up to where somebody does not see, or has read.
    fn base(&self, person: usize) -> i64 {
        let own = &self.own[person];
        own.read.max(own.cleared).max(self.cleared)
    }

    fn shown(&self, person: usize) -> impl Iterator<Item = &Said> {
        let own = &self.own[person];
        let hidden = own.cleared.max(self.cleared);
        let is_welcome = |said: &Said| said.sender.is_none_or(|sender| !own.blocked.contains(&sender));
        self.said.iter().filter(move |said| seq(&said.message) > hidden && is_welcome(said))
    }

    fn countable(&self, person: usize) -> impl Iterator<Item = &Said> {
        self.shown(person).filter(move |said| !said.is_deleted && said.sender.is_some_and(|sender| sender != person))
    }

    fn expected(&self, person: usize) -> Sight {
        let unread: Vec<&Said> = self.countable(person).filter(|said| seq(&said.message) > self.own[person].read).collect();
        let mentions = unread.iter().filter(|said| said.names.contains(&person)).map(|said| seq(&said.message));
        Sight::new(seqs(self.shown(person).map(|said| &said.message)), seqs(unread.iter().map(|said| &said.message)), mentions)
    }

    /// Something of what is shown to a person that fits; none when there is none.
    fn pick(&mut self, person: usize, fits: impl Fn(&Said) -> bool) -> Option<usize> {
        let numbers: Vec<i64> = self.shown(person).filter(|said| fits(said)).map(|said| seq(&said.message)).collect();
        let number = *numbers.get(self.chance.random_range(0..numbers.len().max(1)))?;
        self.said.iter().position(|said| seq(&said.message) == number)
    }

    /// Takes one step and says what it was.
    async fn step(&mut self, step: usize) -> String {
        let person = self.chance.random_range(0..PEOPLE);
        let what = match self.chance.random_range(0..100) {
            0..30 => self.send(step, person).await,
            30..38 => self.edit(step, person).await,
            38..46 => self.delete(person).await,
            46..58 => self.clear(person).await,
            58..64 => self.clear_for_everyone(person).await,
            64..78 => self.undo(person).await,
            78..86 => self.block(person).await,
            _ => self.mark(person).await,
        };
        format!("person {person} {what}")
    }

    /// A text that may name somebody, and whom of the others it names.
    fn words(&mut self, step: usize, sender: usize) -> (String, BTreeSet<usize>) {
        let named = self.chance.random_range(0..PEOPLE * 2);
        (format!("word {step}, @person{named}"), Some(named).filter(|named| *named < PEOPLE && *named != sender).into_iter().collect())
    }

    async fn send(&mut self, step: usize, person: usize) -> String {
        let (content, names) = self.words(step, person);
        let message = self.people[person].say(&self.room_id, &content).await;
        self.own[person].read = seq(&message);
        self.said.push(Said { message, sender: Some(person), is_deleted: false, names });
        format!("says {content}")
    }

    async fn edit(&mut self, step: usize, person: usize) -> String {
        let Some(at) = self.pick(person, |said| said.sender == Some(person) && !said.is_deleted) else { return "has no words".to_owned() };
        let (content, names) = self.words(step, person);
        super::edit(&self.people[person], &self.said[at].message, &content).await;
        self.said[at].names = names;
        format!("edits {} to {content}", self.said[at].message["seq"])
    }

    async fn delete(&mut self, person: usize) -> String {
        let may = |said: &Said| !said.is_deleted && said.sender.is_some_and(|sender| sender == person || person < 2);
        let Some(at) = self.pick(person, may) else { return "has nothing to delete".to_owned() };
        self.people[person].delete(&path_of(&self.said[at].message)).await.expect(200);
        self.said[at].is_deleted = true;
        format!("deletes {}", self.said[at].message["seq"])
    }

    async fn clear(&mut self, person: usize) -> String {
        let (shown, after) = (self.shown(person).count(), self.last());
        let (messages, members, undoable) = clear(&self.people[person], &self.room_id).await;
        assert_eq!((usize::try_from(messages), members, undoable), (Ok(shown), i64::from(shown > 0), shown > 0));
        let own = &mut self.own[person];
        if shown > 0 {
            own.stack.push(Cleared { for_everyone: false, before: own.cleared, after });
            own.cleared = after;
        }
        format!("clears {shown}")
    }

    async fn clear_for_everyone(&mut self, person: usize) -> String {
        if person >= 2 {
            let path = format!("/rooms/{}/messages?scope=everyone", self.room_id);
            self.people[person].delete(&path).await.problem(403, "forbidden");
            return "may not clear for everyone".to_owned();
        }
        let (before, after) = (self.cleared, self.last());
        let (messages, members, undoable) = clear_all(&self.people[person], &self.room_id).await;
        let all = if after > before { 4 } else { 0 };
        assert_eq!((messages, members, undoable), (after - before, all, after > before));
        if after > before {
            self.own[person].stack.push(Cleared { for_everyone: true, before, after });
            self.cleared = after;
        }
        format!("clears {messages} for everyone")
    }

    async fn undo(&mut self, person: usize) -> String {
        let shared = self.cleared;
        let own = &mut self.own[person];
        let last = own.stack.pop_if(|last| !last.for_everyone || last.after == shared);
        let answer = self.people[person].post_empty(&format!("/rooms/{}/undo", self.room_id)).await;
        let Some(last) = last else {
            answer.problem(409, "conflict");
            return "has nothing to take back".to_owned();
        };
        answer.expect(200);
        *(if last.for_everyone { &mut self.cleared } else { &mut own.cleared }) = last.before;
        format!("takes back to {}", last.before)
    }

    /// Blocks somebody, or takes that back.
    async fn block(&mut self, person: usize) -> String {
        let other = (person + self.chance.random_range(1..PEOPLE)) % PEOPLE;
        let path = format!("/users/{}/block", self.people[other].id);
        let blocked = &mut self.own[person].blocked;
        if blocked.remove(&other) {
            self.people[person].delete(&path).await.expect(204);
            return format!("unblocks {other}");
        }
        blocked.insert(other);
        self.people[person].post_empty(&path).await.expect(204);
        format!("blocks {other}")
    }

    async fn mark(&mut self, person: usize) -> String {
        let (base, last) = (self.base(person), self.last());
        let (body, target) = match (self.chance.random_range(0..4), self.pick(person, |_| true)) {
            (0, Some(at)) => {
                let message = &self.said[at].message;
                (json!({ "status": "read", "message_id": message["id"] }), base.max(seq(message)))
            }
            (1, Some(at)) => {
                let message = &self.said[at].message;
                (json!({ "status": "unread", "message_id": message["id"] }), base.min(seq(message) - 1))
            }
            (2, _) => {
                let countable = self.countable(person).last().map(|said| seq(&said.message));
                (json!({ "status": "unread" }), countable.map_or(base, |seq| base.min(seq - 1)))
            }
            _ => (json!({ "status": "read" }), last),
        };
        let path = format!("/rooms/{}/read-status", self.room_id);
        assert_eq!(self.people[person].put(&path, body.clone()).await.expect(200)["read_seq"], target);
        // What changes nothing now leaves what was read before clearing as it was.
        if target != base {
            self.own[person].read = target;
        }
        format!("marks {body}")
    }

    /// What somebody sees, without looking everywhere.
    async fn glance(&self, person: usize) -> Sight {
        let person = &self.people[person];
        let count = person.get(&format!("/unread-count?room_id={}&explain=true", self.room_id)).await.expect(200);
        let room = &count["rooms"][0];
        let unread = room["messages"].as_array().expect("it explains itself");
        let mentions = seqs(unread.iter().filter(|message| message["rule"] == "mention"));
        assert_eq!((&room["unread_count"], &room["mention_count"]), (&json!(unread.len()), &json!(mentions.len())));
        Sight::new(seqs(&person.history(&self.room_id).await), seqs(unread), mentions)
    }
}

async fn everybody_sees_what_the_model_says(server: &Server) {
    let mut world = World::new(server).await;
    let mut taken = Vec::new();
    for step in 0..STEPS {
        taken.push(world.step(step).await);
        for person in 0..PEOPLE {
            let seen = match step % THOROUGH {
                0 => sight(&world.people[person], &world.room_id).await,
                _ => world.glance(person).await,
            };
            let last = &taken[taken.len().saturating_sub(15)..];
            assert_eq!(seen, world.expected(person), "with the seed {SEED}, after step {step}, for person {person}; it was {last:#?}");
        }
    }
}
