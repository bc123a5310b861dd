//! Chance: people do whatever they may in some rooms, and after every step everybody's counts are what a small model says.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tests::person::text;
use tests::{Person, Server, on_both_engines};

use super::{add, leave, mark, path_of, read, seq};

on_both_engines![counts_are_exact_after_every_random_step];

/// The seed of all that is left to chance; the same one takes the same steps.
const SEED: u64 = 2;
const STEPS: usize = 300;
const PEOPLE: usize = 6;
const ROOMS: usize = 5;

/// A message as the model knows it.
struct Said {
    message: Value,
    sender: usize,
    /// Whether it is a person's and still there.
    counts: bool,
    names: BTreeSet<usize>,
}

/// A room as the model knows it. The person of its own number founded it, and never leaves.
struct Place {
    room_id: String,
    said: Vec<Said>,
    /// How far each member has read.
    read: BTreeMap<usize, i64>,
}

impl Place {
    fn last_seq(&self) -> i64 {
        self.said.last().map_or(0, |said| seq(&said.message))
    }

    /// Takes in what the room itself has said.
    async fn learn(&mut self, people: &[Person], founder: usize) {
        for message in people[founder].history(&self.room_id).await {
            if seq(&message) > self.last_seq() {
                assert_eq!(message["kind"], "system");
                self.said.push(Said { message, sender: founder, counts: false, names: BTreeSet::new() });
            }
        }
    }

    /// The room's part of what a member has not read; none when there is nothing.
    fn unread(&self, person: usize) -> Option<Value> {
        let read_seq = *self.read.get(&person)?;
        let counting = self.said.iter().filter(|said| said.counts && said.sender != person && seq(&said.message) > read_seq);
        let explain = |said: &Said| {
            let rule = if said.names.contains(&person) { "mention" } else { "unread" };
            json!({ "message_id": said.message["id"], "seq": said.message["seq"], "rule": rule })
        };
        let messages: Vec<Value> = counting.map(explain).collect();
        let mentions = messages.iter().filter(|message| message["rule"] == "mention").count();
        (!messages.is_empty())
            .then(|| json!({ "room_id": self.room_id, "unread_count": messages.len(), "mention_count": mentions, "messages": messages }))
    }

    /// A text that may name some people, and whom of the members it names.
    fn words(&self, chance: &mut StdRng, step: usize, sender: usize) -> (String, BTreeSet<usize>) {
        let mut content = format!("word {step}");
        let mut named = BTreeSet::new();
        for _ in 0..[0, 0, 1, 1, 2][chance.random_range(0..5)] {
            let person = chance.random_range(0..PEOPLE);
            content += &format!(", @person{person}");
            named.extend(Some(person).filter(|person| *person != sender && self.read.contains_key(person)));
        }
        (content, named)
    }

    /// Something that was said, of those that fit; none when there is none.
    fn pick(&self, chance: &mut StdRng, fits: impl Fn(&Said) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.said.len()).filter(|at| fits(&self.said[*at])).collect();
        (!fitting.is_empty()).then(|| fitting[chance.random_range(0..fitting.len())])
    }
}

/// Everybody's rooms and what is in them.
struct World {
    people: Vec<Person>,
    places: Vec<Place>,
    chance: StdRng,
}

impl World {
    async fn new(server: &Server) -> Self {
        let people = join_all((0..PEOPLE).map(|number| async move { Person::register(server, &format!("person{number}")).await })).await;
        let mut places = Vec::new();
        for founder in 0..ROOMS {
            let others: Vec<&Person> = people.iter().filter(|person| person.id != people[founder].id).collect();
            let room_id = people[founder].group("Room", &others).await;
            let mut place = Place { room_id, said: Vec::new(), read: BTreeMap::new() };
            place.learn(&people, founder).await;
            place.read = (0..PEOPLE).map(|person| (person, 0)).collect();
            places.push(place);
        }
        Self { people, places, chance: StdRng::seed_from_u64(SEED) }
    }

    /// Takes one step and says what it was.
    async fn step(&mut self, step: usize) -> String {
        let founder = self.chance.random_range(0..ROOMS);
        let members: Vec<usize> = self.places[founder].read.keys().copied().collect();
        let person = members[self.chance.random_range(0..members.len())];
        let what = match self.chance.random_range(0..100) {
            0..30 => self.send(step, founder, person).await,
            30..40 => self.edit(step, founder, person).await,
            40..50 => self.delete(founder, person).await,
            50..56 => self.mark_whole(founder, person, "read").await,
            56..62 => self.mark_whole(founder, person, "unread").await,
            62..74 => self.mark_from(founder, person).await,
            74..82 => self.read_up_to(founder, person).await,
            _ => self.come_or_go(founder).await,
        };
        format!("in room {founder}, person {person}: {what}")
    }

    async fn send(&mut self, step: usize, founder: usize, person: usize) -> String {
        let place = &mut self.places[founder];
        let (content, names) = place.words(&mut self.chance, step, person);
        let message = self.people[person].say(&place.room_id, &content).await;
        place.read.insert(person, seq(&message));
        place.said.push(Said { message, sender: person, counts: true, names });
        format!("sends {content}")
    }

    async fn edit(&mut self, step: usize, founder: usize, person: usize) -> String {
        let place = &mut self.places[founder];
        let Some(at) = place.pick(&mut self.chance, |said| said.counts && said.sender == person) else { return "has no words".to_owned() };
        let (content, names) = place.words(&mut self.chance, step, person);
        self.people[person].patch(&path_of(&place.said[at].message), json!({ "content": content })).await.expect(200);
        place.said[at].names = names;
        format!("edits {} to {content}", place.said[at].message["seq"])
    }

    /// Its sender deletes a message, or the founder of its room.
    async fn delete(&mut self, founder: usize, person: usize) -> String {
        let place = &mut self.places[founder];
        let may = |said: &Said| said.counts && (said.sender == person || founder == person);
        let Some(at) = place.pick(&mut self.chance, may) else { return "has nothing to delete".to_owned() };
        self.people[person].delete(&path_of(&place.said[at].message)).await.expect(200);
        place.said[at].counts = false;
        format!("deletes {}", place.said[at].message["seq"])
    }

    async fn mark_whole(&mut self, founder: usize, person: usize, status: &str) -> String {
        let place = &mut self.places[founder];
        mark(&self.people[person], &place.room_id, status, None).await;
        let last = place.last_seq();
        let last_countable = place.said.iter().rfind(|said| said.counts && said.sender != person).map(|said| seq(&said.message));
        let read_seq = place.read.get_mut(&person).expect("they are a member");
        *read_seq = if status == "read" { last } else { last_countable.map_or(*read_seq, |seq| (*read_seq).min(seq - 1)) };
        format!("marks the room as {status}")
    }

    /// Any message may be the one, also a deleted one and the room's own.
    async fn mark_from(&mut self, founder: usize, person: usize) -> String {
        let place = &mut self.places[founder];
        let at = place.pick(&mut self.chance, |_| true).expect("a room tells of its making");
        let message = &place.said[at].message;
        let status = mark(&self.people[person], &place.room_id, "unread", Some(message)).await;
        // What is unread already stays so.
        let read_seq = place.read[&person].min(seq(message) - 1);
        assert_eq!(status["read_seq"], read_seq);
        place.read.insert(person, read_seq);
        format!("marks as unread from {}", message["seq"])
    }

    async fn read_up_to(&mut self, founder: usize, person: usize) -> String {
        let place = &mut self.places[founder];
        let at = place.pick(&mut self.chance, |_| true).expect("a room tells of its making");
        let message = &place.said[at].message;
        if self.chance.random_bool(0.5) {
            read(&self.people[person], message).await;
        } else {
            mark(&self.people[person], &place.room_id, "read", Some(message)).await;
        }
        let read_seq = place.read.get_mut(&person).expect("they are a member");
        *read_seq = (*read_seq).max(seq(message));
        format!("reads up to {}", message["seq"])
    }

    /// Someone other than the founder leaves, or is taken in again.
    async fn come_or_go(&mut self, founder: usize) -> String {
        let place = &mut self.places[founder];
        let other = (founder + self.chance.random_range(1..PEOPLE)) % PEOPLE;
        let before = place.last_seq();
        let what = if place.read.remove(&other).is_some() {
            leave(&self.people[other], &place.room_id).await;
            format!("sees {other} leave")
        } else {
            add(&self.people[founder], &place.room_id, &self.people[other]).await;
            place.read.insert(other, before);
            format!("sees {other} join")
        };
        place.learn(&self.people, founder).await;
        what
    }

    /// What a person has not read, as the server should tell it; rooms by their ids.
    fn expected(&self, person: usize) -> Value {
        let mut rooms: Vec<Value> = self.places.iter().filter_map(|place| place.unread(person)).collect();
        rooms.sort_by_key(|room| text(&room["room_id"]));
        let sum = |name: &str| rooms.iter().filter_map(|room| room[name].as_i64()).sum::<i64>();
        json!({ "total": sum("unread_count"), "mentions": sum("mention_count"), "rooms": rooms })
    }
}

async fn counts_are_exact_after_every_random_step(server: &Server) {
    let mut world = World::new(server).await;
    let mut taken = Vec::new();
    for step in 0..STEPS {
        taken.push(world.step(step).await);
        let counted = join_all(world.people.iter().map(|person| person.get("/unread-count?explain=true"))).await;
        for (person, answer) in counted.into_iter().enumerate() {
            let mut counted = answer.expect(200);
            let rooms = counted["rooms"].as_array_mut().expect("there are rooms");
            rooms.sort_by_key(|room| text(&room["room_id"]));
            let expected = world.expected(person);
            assert_eq!(
                counted,
                expected,
                "with the seed {SEED}, after step {step}, for person {person}; the last steps were {:#?}",
                &taken[taken.len().saturating_sub(15)..]
            );
        }
    }
}
