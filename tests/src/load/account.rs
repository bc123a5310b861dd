//! What was sent, accepted and delivered, message by message and socket by socket: how long it took, and what went wrong.

mod heard;
mod tally;

use std::time::Duration;

use self::heard::Heard;
pub use self::tally::{Tally, Wrong};
use super::mark;

struct Message {
    due: Duration,
    room: usize,
    /// Its number in the room, once somebody has been told.
    seq: u64,
    is_accepted: bool,
    /// How many have not heard it.
    left: u64,
}

/// The books of one phase after another. All times are from one beginning.
#[derive(Default)]
pub struct Account {
    phase: u16,
    messages: Vec<Message>,
    sockets: Vec<Heard>,
    pub tally: Tally,
}

impl Account {
    /// A socket that hears these rooms; gives its number.
    pub fn admit(&mut self, rooms: &[usize]) -> usize {
        self.sockets.push(Heard::of(rooms));
        self.sockets.len() - 1
    }

    /// Turns a page: what comes of messages of the phase before is not counted any more.
    pub fn begin(&mut self) {
        self.phase = self.phase.wrapping_add(1);
        self.messages.clear();
        self.sockets.iter_mut().for_each(Heard::forget);
        self.tally = Tally::default();
    }

    /// Lets the same messages be heard once more, from this moment on, by sockets that have heard nothing.
    pub fn again(&mut self, now: Duration) {
        self.sockets.iter_mut().for_each(Heard::begin_anew);
        for message in &mut self.messages {
            message.left = self.sockets.iter().filter(|socket| socket.is_in(message.room)).count() as u64;
            message.due = now;
        }
        self.tally = Tally::default();
    }

    /// Notes a message that is about to be sent; gives its number and its text.
    pub fn announce(&mut self, room: usize, due: Duration) -> (usize, String) {
        let left = self.sockets.iter().filter(|socket| socket.is_in(room)).count() as u64;
        let number = self.messages.len();
        self.messages.push(Message { due, room, seq: 0, is_accepted: false, left });
        self.tally.announced += 1;
        (number, mark::text(self.phase, number))
    }

    /// Notes the answer to a message.
    pub fn accept(&mut self, number: usize, answer: &[u8], at: Duration) {
        let seen = mark::read(answer).filter(|seen| seen.phase == self.phase && seen.number == number && seen.seq > 0);
        let (Some(message), Some(seen)) = (self.messages.get_mut(number), seen) else {
            return self.refuse(format!("not the message: {}", String::from_utf8_lossy(answer)));
        };
        message.is_accepted = true;
        self.tally.accepted += 1;
        self.tally.accept.note(at.saturating_sub(message.due));
        if !agrees(message, seen.seq) {
            self.tally.wrong.out_of_order += 1;
        }
    }

    /// Notes that a message was not accepted, and what came instead.
    pub fn refuse(&mut self, answer: String) {
        self.tally.refused += 1;
        self.tally.first_refusal.get_or_insert(answer);
    }

    /// Notes a frame that came to a socket; says whether everybody has its message now.
    pub fn hear(&mut self, socket: usize, frame: &[u8], at: Duration) -> bool {
        let Some(seen) = mark::read(frame).filter(|seen| seen.phase == self.phase) else { return false };
        let (tally, heard) = (&mut self.tally, &mut self.sockets[socket]);
        let Some(message) = self.messages.get_mut(seen.number).filter(|message| heard.is_in(message.room)) else {
            tally.wrong.stray += 1;
            return false;
        };
        if !heard.is_news(seen.number) {
            tally.wrong.doubled += 1;
            return false;
        }
        let follows = heard.follows(message.room, seen.seq);
        if !agrees(message, seen.seq) || !follows {
            tally.wrong.out_of_order += 1;
        }
        let took = at.saturating_sub(message.due);
        tally.delivered += 1;
        tally.delivery.note(took);
        message.left = message.left.saturating_sub(1);
        if message.left == 0 {
            tally.complete += 1;
            tally.to_all.note(took);
        }
        message.left == 0
    }

    /// Notes that the server closed a socket.
    pub fn cut(&mut self) {
        self.tally.wrong.cut += 1;
    }

    /// How many deliveries of acknowledged messages have not come.
    pub fn missing(&self) -> u64 {
        self.messages.iter().filter(|message| message.is_accepted).map(|message| message.left).sum()
    }

    /// What the phase has counted; what has not come by now is missing.
    pub fn close(&mut self) -> Tally {
        self.tally.wrong.missing = self.missing();
        std::mem::take(&mut self.tally)
    }
}

/// Whether this is the number in the room that others were told.
fn agrees(message: &mut Message, seq: u64) -> bool {
    if message.seq == 0 {
        message.seq = seq;
    }
    message.seq == seq
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sockets in room 0 and one in room 1; gives the texts of three messages to room 0, which were accepted as 1, 2, 3.
    fn three() -> (Account, Vec<String>) {
        let mut account = Account::default();
        for room in [0, 0, 1] {
            account.admit(&[room]);
        }
        account.begin();
        let texts = (0..3).map(|_| account.announce(0, Duration::ZERO)).collect::<Vec<_>>();
        for (number, text) in &texts {
            account.accept(*number, frame(1 + *number as u64, text).as_bytes(), Duration::from_millis(2));
        }
        (account, texts.into_iter().map(|(_, text)| text).collect())
    }

    fn frame(seq: u64, text: &str) -> String {
        format!(r#"{{"seq":{seq},"content":"{text}"}}"#)
    }

    /// The wrong of a sequence of (socket, number in the room, text).
    fn wrong_of(heard: &[(usize, u64, usize)]) -> Wrong {
        let (mut account, texts) = three();
        for (socket, seq, text) in heard {
            account.hear(*socket, frame(*seq, &texts[*text]).as_bytes(), Duration::from_millis(3));
        }
        account.close().wrong
    }

    const SOUND: [(usize, u64, usize); 6] = [(0, 1, 0), (1, 1, 0), (0, 2, 1), (0, 3, 2), (1, 2, 1), (1, 3, 2)];

    #[test]
    fn a_sound_sequence_has_nothing_wrong() {
        let (mut account, texts) = three();
        let complete = SOUND.map(|(socket, seq, text)| {
            let at = Duration::from_millis(5 * seq);
            account.hear(socket, frame(seq, &texts[text]).as_bytes(), at)
        });
        assert_eq!(complete, [false, true, false, false, true, true]);
        let tally = account.close();
        assert!(tally.wrong.is_nothing(), "{:?}", tally.wrong);
        assert_eq!((tally.announced, tally.accepted, tally.delivered, tally.complete), (3, 3, 6, 3));
        assert_eq!((tally.delivery.most().as_millis(), tally.to_all.most().as_millis()), (15, 15));
    }

    #[test]
    fn the_same_messages_can_be_heard_once_more() {
        let (mut account, texts) = three();
        for _ in 0..2 {
            account.again(Duration::from_millis(1));
            for (socket, seq, text) in SOUND {
                account.hear(socket, frame(seq, &texts[text]).as_bytes(), Duration::from_millis(3));
            }
            let tally = account.close();
            assert_eq!((tally.delivered, tally.delivery.most().as_millis(), tally.wrong), (6, 2, Wrong::default()));
        }
    }

    #[test]
    fn what_never_comes_is_missing_once_for_each_who_should_have_had_it() {
        assert_eq!(wrong_of(&SOUND[..4]), Wrong { missing: 2, ..Wrong::default() });
        assert_eq!(wrong_of(&[]), Wrong { missing: 6, ..Wrong::default() });
    }

    #[test]
    fn a_message_that_was_not_acknowledged_may_be_missing() {
        let (mut account, _) = three();
        account.begin();
        account.announce(0, Duration::ZERO);
        account.refuse("503".to_owned());
        let tally = account.close();
        assert_eq!((tally.refused, tally.wrong), (1, Wrong::default()));
    }

    #[test]
    fn what_comes_twice_is_doubled() {
        let mut heard = SOUND.to_vec();
        heard.extend([(1, 2, 1), (1, 3, 2)]);
        assert_eq!(wrong_of(&heard), Wrong { doubled: 2, ..Wrong::default() });
    }

    #[test]
    fn two_that_have_changed_places_at_one_socket_are_out_of_order() {
        let mut heard = SOUND;
        heard.swap(4, 5);
        assert_eq!(wrong_of(&heard), Wrong { out_of_order: 1, ..Wrong::default() });
    }

    #[test]
    fn one_that_has_another_number_for_another_socket_is_out_of_order() {
        let mut heard = SOUND;
        (heard[4].1, heard[5].1) = (3, 4);
        assert_eq!(wrong_of(&heard), Wrong { out_of_order: 2, ..Wrong::default() });
    }

    #[test]
    fn what_comes_to_another_room_or_was_never_sent_is_stray() {
        let mut heard = SOUND.to_vec();
        heard.push((2, 1, 0));
        assert_eq!(wrong_of(&heard), Wrong { stray: 1, ..Wrong::default() });
        let (mut account, _) = three();
        account.hear(0, frame(4, &mark::text(1, 99)).as_bytes(), Duration::ZERO);
        assert_eq!(account.close().wrong.stray, 1);
    }

    #[test]
    fn an_answer_about_another_message_is_no_acceptance() {
        let (mut account, texts) = three();
        let (number, _) = account.announce(0, Duration::ZERO);
        account.accept(number, frame(4, &texts[0]).as_bytes(), Duration::ZERO);
        account.accept(number, b"{}", Duration::ZERO);
        assert_eq!((account.tally.accepted, account.tally.refused), (3, 2));
    }

    #[test]
    fn what_is_left_of_the_phase_before_is_not_counted() {
        let (mut account, texts) = three();
        account.begin();
        account.hear(0, frame(1, &texts[0]).as_bytes(), Duration::ZERO);
        let tally = account.close();
        assert_eq!((tally.delivered, tally.wrong), (0, Wrong::default()));
    }
}
