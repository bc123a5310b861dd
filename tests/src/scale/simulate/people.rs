//! The people of the simulation: in which rooms they were from which event to which, and what each device has been told.

use rand::Rng;
use rand::rngs::SmallRng;

use super::super::cursor::Cursor;
use super::super::told::Told;
use super::log::{Log, Row};

/// How many devices a person has at most.
pub const DEVICES: usize = 3;
/// The number of the last event of a stay that goes on.
const OPEN: u32 = u32::MAX;

/// Somebody's stay in a room, or their own stream, in which they always are.
pub struct Stay {
    pub stream: u32,
    /// The first and the last event that they may see.
    pub joined: u32,
    pub left: u32,
    /// The last event that each device was told.
    told: [u32; DEVICES],
}

/// Somebody, and their devices from this number on.
pub struct Person {
    pub stays: Vec<Stay>,
    pub devices: std::ops::Range<u32>,
}

/// Who was ever in a stream, and which of their stays it was.
#[derive(Clone, Copy)]
pub struct Member {
    pub person: u32,
    pub stay: u32,
}

pub struct Device {
    pub person: u32,
    /// Where it is connected.
    pub node: Option<u8>,
    pub told: Told,
    /// The tick in which it was last told something.
    pub told_at: u32,
    /// The last cursor that it kept when it was cut off.
    pub cursor: Box<str>,
}

/// What was found, device by device and room by room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub delivered: u64,
    pub lost: u64,
    pub doubled: u64,
    /// Cursors that went backwards.
    pub backwards: u64,
    /// Cursors that led nowhere.
    pub refused: u64,
}

pub struct People {
    pub persons: Vec<Person>,
    pub devices: Vec<Device>,
    /// Of each stream, who was ever in it. A person's own stream comes after those of the rooms.
    pub rosters: Vec<Vec<Member>>,
    pub rooms: u32,
    pub found: Found,
}

impl People {
    /// So many people; most rooms are of two, a few of very many.
    pub fn new(users: u32, cursor: &Cursor, random: &mut SmallRng) -> Self {
        let rooms = (users / 3).max(1);
        let mut people = Self {
            persons: Vec::new(),
            devices: Vec::new(),
            rosters: vec![Vec::new(); (rooms + users) as usize],
            rooms,
            found: Found::default(),
        };
        let cursor: Box<str> = cursor.to_string().into();
        for person in 0..users {
            let first = people.devices.len() as u32;
            let count = [1, 1, 2, 3][random.random_range(0..4)];
            people.persons.push(Person { stays: Vec::new(), devices: first..first + count });
            for _ in 0..count {
                people.devices.push(Device { person, node: None, told: Told::default(), told_at: 0, cursor: cursor.clone() });
            }
            people.enter(rooms + person, person, 1);
        }
        for room in 0..rooms {
            let size = match random.random_range(0..100) {
                0..60 => 2,
                60..95 => random.random_range(3..20),
                _ => random.random_range(20..200),
            };
            for _ in 0..size {
                let person = random.random_range(0..users);
                if people.stay(room, person).is_none() {
                    people.enter(room, person, 1);
                }
            }
        }
        people
    }

    /// The stay of somebody who is in a stream now.
    pub fn stay(&self, stream: u32, person: u32) -> Option<Member> {
        let is_in = |member: &&Member| member.person == person && self.stay_of(member).left == OPEN;
        self.rosters[stream as usize].iter().find(is_in).copied()
    }

    fn stay_of(&self, member: &Member) -> &Stay {
        &self.persons[member.person as usize].stays[member.stay as usize]
    }

    /// From this event on they see what is told there.
    pub fn enter(&mut self, stream: u32, person: u32, joined: u32) {
        let stays = &mut self.persons[person as usize].stays;
        self.rosters[stream as usize].push(Member { person, stay: stays.len() as u32 });
        stays.push(Stay { stream, joined, left: OPEN, told: [joined - 1; DEVICES] });
    }

    /// This event is the last that they see there.
    pub fn leave(&mut self, member: Member, left: u32) {
        self.persons[member.person as usize].stays[member.stay as usize].left = left;
    }

    /// Tells a device of an event of a stay, and holds it against what the device was told before.
    pub fn tell(&mut self, device: u32, stay: u32, row: &Row, tick: u32) {
        let Device { person, told_at, .. } = &mut self.devices[device as usize];
        *told_at = tick;
        let person = &mut self.persons[*person as usize];
        let last = &mut person.stays[stay as usize].told[(device - person.devices.start) as usize];
        self.found.delivered += 1;
        if row.seq <= *last {
            self.found.doubled += 1;
        } else {
            self.found.lost += u64::from(row.seq - *last - 1);
            *last = row.seq;
        }
    }

    /// Hands a live event to the devices that are on a node, which has read so far before it.
    pub fn hand_out(&mut self, node: u8, read: &Cursor, shard: usize, row: &Row, tick: u32) {
        for at in 0..self.rosters[row.stream as usize].len() {
            let member = self.rosters[row.stream as usize][at];
            let stay = self.stay_of(&member);
            if row.seq < stay.joined || row.seq > stay.left {
                continue;
            }
            for device in self.persons[member.person as usize].devices.clone() {
                let Device { node: on, told, .. } = &mut self.devices[device as usize];
                if *on != Some(node) {
                    continue;
                }
                told.settle(read);
                if told.is_news(shard, row.position) {
                    self.found.backwards += u64::from(!told.raise(shard, row.position));
                    self.tell(device, member.stay, row, tick);
                }
            }
        }
    }

    /// How many devices on a node somebody who told it of this event would reach.
    pub fn listening(&self, node: u8, stream: u32, seq: u32) -> u64 {
        let sees = |stay: &Stay| (stay.joined..=stay.left).contains(&seq);
        let members = self.rosters[stream as usize].iter().filter(|member| sees(self.stay_of(member)));
        let devices = members.flat_map(|member| self.persons[member.person as usize].devices.clone());
        let is_live = |device: &Device| device.node == Some(node) && device.told.is_live();
        devices.filter(|device| is_live(&self.devices[*device as usize])).count() as u64
    }

    /// How many deliveries there must have been by now; what a device was not told of its stays is lost.
    pub fn audit(&mut self, log: &Log) -> u64 {
        let mut expected = 0;
        for person in &self.persons {
            for stay in &person.stays {
                let last = stay.left.min(log.seq(stay.stream));
                for told in &stay.told[..person.devices.len()] {
                    expected += u64::from(last - (stay.joined - 1));
                    self.found.lost += u64::from(last - told);
                }
            }
        }
        expected
    }
}
