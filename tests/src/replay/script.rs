//! What every member must have received and what the history must be, written down while the day is played.

mod judge;
mod marks;

use serde_json::Value;

use self::marks::Mark;

/// One thing that the room's members hear of. Accounts are numbers.
pub enum Happening {
    Joined(usize),
    Left(usize),
    Message(Scripted),
}

/// A message of the room; its place among them is its `seq`.
pub struct Scripted {
    pub seq: i64,
    /// Who says it, or whom it is about.
    pub account: usize,
    pub says: Says,
}

/// What a message says.
pub enum Says {
    /// A line of the transcript, and the message as the server acknowledged it.
    Line { content: String, acknowledged: Value },
    /// The room's own message about someone: `member_joined`.
    Event(&'static str),
}

/// The first and the last happening of a stay in the room; without a last one it goes on.
type Stay = (usize, Option<usize>);

/// The script of a room.
pub struct Script {
    pub room_id: String,
    pub happenings: Vec<Happening>,
    pub messages: usize,
    stays: Vec<Vec<Stay>>,
    marks: Vec<Mark>,
}

impl Script {
    /// The script of a new room of so many accounts, one of which has made it.
    pub fn new(room_id: String, accounts: usize, owner: usize) -> Self {
        let (stays, marks) = (vec![Vec::new(); accounts], vec![Mark::default(); accounts]);
        let mut script = Self { room_id, happenings: Vec::new(), messages: 0, stays, marks };
        script.stays[owner].push((0, None));
        script.tell(owner, "room_created");
        script
    }

    /// Whether an account is a member now.
    pub fn is_in(&self, account: usize) -> bool {
        self.stays[account].last().is_some_and(|(_, end)| end.is_none())
    }

    /// The accounts that are members now.
    pub fn members(&self) -> Vec<usize> {
        (0..self.stays.len()).filter(|account| self.is_in(*account)).collect()
    }

    /// Someone has joined.
    pub fn join(&mut self, account: usize) {
        self.mark_coming(account);
        self.stays[account].push((self.happenings.len(), None));
        self.happenings.push(Happening::Joined(account));
        self.tell(account, "member_joined");
    }

    /// Someone has left, and hears that, but not what the room says about it.
    pub fn leave(&mut self, account: usize) {
        if let Some((_, end)) = self.stays[account].last_mut() {
            *end = Some(self.happenings.len());
        }
        self.happenings.push(Happening::Left(account));
        self.tell(account, "member_left");
    }

    /// A line was said; whoever says it has read what is before.
    pub fn say(&mut self, account: usize, content: String, acknowledged: Value) {
        self.read(account, self.next_seq());
        self.write(account, Says::Line { content, acknowledged });
    }

    /// The `seq` of the next message.
    pub fn next_seq(&self) -> i64 {
        self.messages as i64 + 1
    }

    fn tell(&mut self, account: usize, event: &'static str) {
        self.write(account, Says::Event(event));
    }

    fn write(&mut self, account: usize, says: Says) {
        self.happenings.push(Happening::Message(Scripted { seq: self.next_seq(), account, says }));
        self.messages += 1;
    }

    /// All that an account must have heard, in order.
    pub fn of(&self, account: usize) -> impl Iterator<Item = &Happening> {
        let stays = self.stays[account].iter();
        stays.flat_map(|(first, last)| &self.happenings[*first..last.map_or(self.happenings.len(), |last| last + 1)])
    }

    /// The room's messages, the oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Scripted> {
        self.happenings.iter().filter_map(|happening| match happening {
            Happening::Message(message) => Some(message),
            Happening::Joined(_) | Happening::Left(_) => None,
        })
    }
}
