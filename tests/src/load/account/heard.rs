//! What one socket has heard: which messages, and how far each of its rooms has come.

/// A socket's own book.
pub struct Heard {
    /// Its rooms, each with the number of the last message that came.
    rooms: Vec<(usize, u64)>,
    /// A bit for each message of the phase.
    seen: Vec<u64>,
}

impl Heard {
    pub fn of(rooms: &[usize]) -> Self {
        Self { rooms: rooms.iter().map(|room| (*room, 0)).collect(), seen: Vec::new() }
    }

    pub fn is_in(&self, room: usize) -> bool {
        self.rooms.iter().any(|(own, _)| *own == room)
    }

    /// Forgets which messages came, and not how far its rooms are.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// Forgets everything, as a socket that is opened again does.
    pub fn begin_anew(&mut self) {
        self.forget();
        self.rooms.iter_mut().for_each(|(_, last)| *last = 0);
    }

    /// Whether it comes for the first time.
    pub fn is_news(&mut self, number: usize) -> bool {
        let (word, bit) = (number / 64, 1 << (number % 64));
        if self.seen.len() <= word {
            self.seen.resize(word + 1, 0);
        }
        let is_news = self.seen[word] & bit == 0;
        self.seen[word] |= bit;
        is_news
    }

    /// Whether it follows what came before it in its room.
    pub fn follows(&mut self, room: usize, seq: u64) -> bool {
        let Some((_, last)) = self.rooms.iter_mut().find(|(own, _)| *own == room) else { return false };
        let follows = seq > *last;
        *last = seq.max(*last);
        follows
    }
}
