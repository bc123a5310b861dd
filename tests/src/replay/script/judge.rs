//! What was received and what the history is, held against the script.

use anyhow::{Result, bail};
use serde_json::Value;

use super::{Happening, Says, Script, Scripted};
use crate::replay::ear::Receipt;

impl Script {
    /// Holds what an account has received against what it must have; the ids are those of all accounts.
    pub fn judge(&self, account: usize, receipts: &[Receipt], ids: &[String]) -> Result<()> {
        judge_doubles(receipts)?;
        self.judge_numbers(receipts, &ids[account])?;
        let mut received = receipts.iter().filter(|receipt| receipt.is_scripted(&self.room_id));
        for (at, expected) in self.of(account).enumerate() {
            let place = || format!("event {} of {}", at + 1, self.of(account).count());
            let Some(receipt) = received.next() else { bail!("{} did not come: {}", place(), expected.describe(ids)) };
            if !expected.is(&receipt.event.name, &receipt.event.data, ids) {
                bail!("{} is {} {}, and not {}", place(), receipt.event.name, receipt.event.data, expected.describe(ids));
            }
        }
        match received.next() {
            Some(receipt) => bail!("one event too many came: {} {}", receipt.event.name, receipt.event.data),
            None => Ok(()),
        }
    }

    /// During a stay the numbers of the room's events leave none out, whatever the events are.
    fn judge_numbers(&self, receipts: &[Receipt], own_id: &str) -> Result<()> {
        let of_room = receipts.iter().filter(|receipt| receipt.event.room_id.as_deref() == Some(self.room_id.as_str()));
        let mut last = None;
        for event in of_room.map(|receipt| &receipt.event) {
            let begins = event.name == "member.joined" && event.data["member"]["user_id"] == own_id;
            if let (Some(last), false) = (last, begins)
                && event.seq != Some(last + 1)
            {
                bail!("after the room's event {last} came {:?}: {} {}", event.seq, event.name, event.data);
            }
            last = event.seq;
        }
        Ok(())
    }

    /// Holds the room's history, the oldest first, against the script.
    pub fn judge_history(&self, history: &[Value], ids: &[String]) -> Result<()> {
        for (at, expected) in self.messages().enumerate() {
            match history.get(at) {
                Some(message) if expected.is(message, ids) => {}
                found => bail!("message {} of the history is {found:?}, and not {}", at + 1, expected.describe(ids)),
            }
        }
        match history.get(self.messages) {
            Some(message) => bail!("the history has one message too many: {message}"),
            None => Ok(()),
        }
    }
}

fn judge_doubles(receipts: &[Receipt]) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    match receipts.iter().find(|receipt| !seen.insert(receipt.event.id.as_str())) {
        Some(double) => bail!("an event came twice: {} {}", double.event.name, double.event.data),
        None => Ok(()),
    }
}

impl Happening {
    fn is(&self, name: &str, data: &Value, ids: &[String]) -> bool {
        match self {
            Self::Joined(account) => name == "member.joined" && data["member"]["user_id"] == ids[*account].as_str(),
            Self::Left(account) => name == "member.left" && data["user_id"] == ids[*account].as_str(),
            Self::Message(message) => name == "message.created" && message.is(&data["message"], ids),
        }
    }

    fn describe(&self, ids: &[String]) -> String {
        match self {
            Self::Joined(account) => format!("member.joined of {}", ids[*account]),
            Self::Left(account) => format!("member.left of {}", ids[*account]),
            Self::Message(message) => message.describe(ids),
        }
    }
}

impl Scripted {
    fn is(&self, message: &Value, ids: &[String]) -> bool {
        let fits = message["seq"] == self.seq && message["sender_id"] == ids[self.account].as_str();
        fits && match &self.says {
            Says::Line { content, acknowledged } => message["content"] == content.as_str() && message == acknowledged,
            Says::Event(event) => message["kind"] == "system" && message["system_event"] == *event,
        }
    }

    fn describe(&self, ids: &[String]) -> String {
        let (id, seq) = (&ids[self.account], self.seq);
        match &self.says {
            Says::Line { content, .. } => format!("message {seq}, {content:?} of {id}"),
            Says::Event(event) => format!("message {seq}, {event} about {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::replay::book::Event;

    const IDS: [&str; 2] = ["bob", "owner"];

    fn ids() -> Vec<String> {
        IDS.map(str::to_owned).to_vec()
    }

    /// Bob joins, the owner says a word, bob leaves.
    fn script() -> Script {
        let mut script = Script::new("room".to_owned(), 2, 1);
        script.join(0);
        script.say(1, "a word".to_owned(), word());
        script.leave(0);
        script
    }

    fn word() -> Value {
        json!({ "seq": 3, "sender_id": "owner", "kind": "user", "content": "a word" })
    }

    fn told(seq: i64, event: &str, about: &str) -> Value {
        json!({ "seq": seq, "sender_id": about, "kind": "system", "system_event": event, "content": "" })
    }

    /// What bob receives when all is well.
    fn of_bob() -> Vec<Receipt> {
        let message = |message: Value| json!({ "message": message });
        vec![
            receipt(3, "member.joined", json!({ "member": { "user_id": "bob" } })),
            receipt(4, "message.created", message(told(2, "member_joined", "bob"))),
            receipt(5, "message.created", message(word())),
            receipt(6, "member.left", json!({ "user_id": "bob" })),
        ]
    }

    fn receipt(seq: i64, name: &str, data: Value) -> Receipt {
        let event = Event {
            id: seq.to_string(),
            name: name.to_owned(),
            room_id: Some("room".to_owned()),
            seq: Some(seq),
            cursor: None,
            client_id: None,
            data,
        };
        Receipt { event: Arc::new(event), at: None }
    }

    fn fault(receipts: &[Receipt]) -> String {
        script().judge(0, receipts, &ids()).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn what_is_whole_and_in_order_agrees() {
        assert_eq!(fault(&of_bob()), "");
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        let mut lost = of_bob();
        lost.remove(2);
        assert!(fault(&lost).contains("after the room's event 4 came Some(6)"), "{}", fault(&lost));
        let mut cut_short = of_bob();
        cut_short.pop();
        assert!(fault(&cut_short).contains("event 4 of 4 did not come: member.left of bob"), "{}", fault(&cut_short));
        let mut doubled = of_bob();
        doubled.insert(3, receipt(5, "message.created", json!({ "message": word() })));
        assert!(fault(&doubled).contains("came twice"), "{}", fault(&doubled));
        let mut turned = of_bob();
        turned.swap(1, 2);
        assert!(fault(&turned).contains("after the room's event 3"), "{}", fault(&turned));
        let mut altered = of_bob();
        altered[2] = receipt(5, "message.created", json!({ "message": { "seq": 3, "sender_id": "owner", "content": "A word" } }));
        assert!(fault(&altered).contains("event 3 of 4 is"), "{}", fault(&altered));
        let mut foreign = of_bob();
        foreign.push(receipt(7, "message.created", json!({ "message": told(4, "member_left", "bob") })));
        assert!(fault(&foreign).contains("one event too many"), "{}", fault(&foreign));
    }

    #[test]
    fn the_history_has_all_and_nothing_else() {
        let mut history = vec![told(1, "room_created", "owner"), told(2, "member_joined", "bob"), word(), told(4, "member_left", "bob")];
        assert!(script().judge_history(&history, &ids()).is_ok());
        let more = [history.clone(), vec![word()]].concat();
        assert!(script().judge_history(&more, &ids()).is_err());
        history.remove(2);
        assert!(script().judge_history(&history, &ids()).is_err());
    }
}
