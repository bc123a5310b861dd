//! How far everyone has read and what their devices have got, and what unread counts and receipts must say of it.

use serde_json::{Value, json};

use super::{Says, Script, Scripted};

/// In rooms with more members nobody is told who has got or read what.
const MOST_MEMBERS: usize = 100;
/// How many messages an unread count names.
const EXPLAINED: usize = 1000;

/// How far an account has come with the room's messages: the numbers of the last ones.
#[derive(Clone, Default)]
pub(super) struct Mark {
    /// Those were there before the account came.
    joined: i64,
    read: i64,
    /// Those are, as the others were told, read.
    told_read: i64,
    /// Those are, as the others were told, on a device.
    told_got: i64,
    /// Those were acknowledged by a device, in whichever stay.
    acknowledged: i64,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Sent,
    Delivered,
    Read,
}

impl Status {
    /// As the server calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}

impl Script {
    /// What is there already is read, and nothing of it is for someone who comes now.
    pub(super) fn mark_coming(&mut self, account: usize) {
        let (here, acknowledged) = (self.messages as i64, self.marks[account].acknowledged);
        self.marks[account] = Mark { joined: here, read: here, told_read: 0, told_got: 0, acknowledged };
    }

    /// Somebody has read up to a message, or spoken after it; reading never goes back.
    pub fn read(&mut self, account: usize, seq: i64) {
        let is_told = self.is_told();
        let mark = &mut self.marks[account];
        if seq > mark.read {
            mark.read = seq;
            mark.told_read = if is_told { seq } else { mark.told_read };
        }
    }

    /// A device has acknowledged everything up to a message. What a person's devices had before is no news to the others.
    pub fn acknowledge(&mut self, account: usize, seq: i64) {
        let fresh = self.marks[account].acknowledged + 1..=seq;
        let is_news = self.messages().any(|message| message.account != account && fresh.contains(&message.seq));
        let is_told = self.is_told();
        let mark = &mut self.marks[account];
        mark.acknowledged = mark.acknowledged.max(seq);
        if is_news && is_told {
            mark.told_got = seq;
        }
    }

    fn is_told(&self) -> bool {
        self.members().len() <= MOST_MEMBERS
    }

    /// The lines that a member has not read.
    fn unread(&self, account: usize) -> Vec<(&Scripted, &Value)> {
        let lines = self.lines().filter(|(message, _)| message.account != account && message.seq > self.marks[account].read);
        lines.filter(|_| self.is_in(account)).collect()
    }

    /// What `GET /unread-count?explain=true` must answer.
    pub fn unread_count(&self, account: usize) -> Value {
        let unread = self.unread(account);
        let explain = |(message, id): &(&Scripted, &Value)| json!({ "message_id": id, "seq": message.seq, "rule": "unread" });
        let messages: Vec<Value> = unread.iter().take(EXPLAINED).map(explain).collect();
        let room = json!({ "room_id": self.room_id, "unread_count": unread.len(), "mention_count": 0, "messages": messages });
        let rooms: Vec<Value> = Some(room).filter(|_| !unread.is_empty()).into_iter().collect();
        json!({ "total": unread.len(), "mentions": 0, "rooms": rooms })
    }

    /// What `POST /messages/{id}/read` must answer.
    pub fn read_status(&self, account: usize) -> Value {
        let unread = self.unread(account);
        let read = self.marks[account].read;
        let mut status = json!({ "room_id": self.room_id, "read_seq": read, "unread_count": unread.len(), "mention_count": 0 });
        if let Some((_, id)) = unread.first() {
            status["first_unread_message_id"] = (*id).clone();
        }
        status
    }

    /// How far a message must have come with each other member who was there before it.
    pub fn receipts(&self, message: &Scripted) -> Vec<(usize, Status)> {
        let is_told = self.is_told();
        let others = self.members().into_iter().filter(|account| *account != message.account);
        let recipients = others.filter(|account| self.marks[*account].joined < message.seq);
        let status = |mark: &Mark| match message.seq {
            _ if !is_told => Status::Sent,
            seq if seq <= mark.told_read => Status::Read,
            seq if seq <= mark.told_got => Status::Delivered,
            _ => Status::Sent,
        };
        recipients.map(|account| (account, status(&self.marks[account]))).collect()
    }

    /// The lines of the room with their messages' ids, the oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = (&Scripted, &Value)> {
        self.messages().filter_map(|message| match &message.says {
            Says::Line { acknowledged, .. } => Some((message, &acknowledged["id"])),
            Says::Event(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The owner, who is number 2, says a line after bob (0) has come, and one after eve (1) has.
    fn script() -> Script {
        let mut script = Script::new("room".to_owned(), 3, 2);
        script.join(0);
        script.say(2, "for bob".to_owned(), json!({ "id": "first" }));
        script.join(1);
        script.say(2, "for both".to_owned(), json!({ "id": "second" }));
        script
    }

    fn receipts(script: &Script, seq: i64) -> Vec<(usize, Status)> {
        script.receipts(script.messages().find(|message| message.seq == seq).expect("it is there"))
    }

    #[test]
    fn what_is_acknowledged_is_delivered_and_what_is_read_is_read() {
        let mut script = script();
        assert_eq!(receipts(&script, 3), [(0, Status::Sent)]);
        script.acknowledge(0, 4);
        script.read(1, 5);
        assert_eq!(receipts(&script, 3), [(0, Status::Delivered)]);
        assert_eq!(receipts(&script, 5), [(0, Status::Sent), (1, Status::Read)]);
        script.say(0, "so be it".to_owned(), json!({ "id": "third" }));
        assert_eq!(receipts(&script, 5), [(0, Status::Read), (1, Status::Read)]);
        assert_eq!(receipts(&script, 6), [(1, Status::Sent), (2, Status::Sent)]);
    }

    #[test]
    fn own_lines_and_those_from_before_one_came_are_not_unread() {
        let mut script = script();
        assert_eq!(script.unread_count(2)["total"], 0);
        assert_eq!(script.unread_count(1)["rooms"][0]["messages"], json!([{ "message_id": "second", "seq": 5, "rule": "unread" }]));
        script.read(0, 3);
        assert_eq!(script.read_status(0)["first_unread_message_id"], "second");
        script.leave(0);
        assert_eq!(script.unread_count(0), json!({ "total": 0, "mentions": 0, "rooms": [] }));
    }
}
