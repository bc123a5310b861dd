//! What a connection to a log in several shards needs to know: what it is still to be told, and which live events are news.
//! Pure, so that it can move into the server.

use super::cursor::Cursor;

/// How far a connection has been told, beside its node, which has read each shard up to some position.
#[derive(Debug, Default)]
pub enum Told {
    /// To its own place: what the node handed out before the connection came is read from the log first.
    Behind(Cursor),
    /// Live; and, where the node lags behind what the client brought, further than the node.
    Ahead(Cursor),
    /// Live, and as far as the node: nothing is kept for it, and the frames of all such connections carry the node's cursor.
    #[default]
    Level,
}

impl Told {
    /// Up to the cursor that a client brought.
    pub fn upto(mut cursor: Cursor, node: &Cursor) -> Self {
        cursor.widen(node.shards());
        Self::Behind(cursor)
    }

    /// Whether the node hands out live events to it.
    pub fn is_live(&self) -> bool {
        !matches!(self, Self::Behind(_))
    }

    /// The stretch of a shard that is to be read from the log: (first excluded, last included).
    pub fn missing(&self, shard: usize, node: &Cursor) -> Option<(u64, u64)> {
        let Self::Behind(told) = self else { return None };
        (told.at(shard) < node.at(shard)).then(|| (told.at(shard), node.at(shard)))
    }

    /// Whether an event that the node hands out is to be told now.
    pub fn is_news(&self, shard: usize, position: u64) -> bool {
        match self {
            Self::Behind(_) => false,
            Self::Ahead(told) => position > told.at(shard),
            Self::Level => true,
        }
    }

    /// Notes that a shard was told up to a position; `false` when that would be backwards.
    #[must_use]
    pub fn raise(&mut self, shard: usize, position: u64) -> bool {
        match self {
            Self::Behind(told) | Self::Ahead(told) => told.raise(shard, position),
            Self::Level => true,
        }
    }

    /// Follows its node: into more shards; it is live once nothing is missing, and keeps no place of its own once the node
    /// has passed it.
    pub fn settle(&mut self, node: &Cursor) {
        if let Self::Behind(told) | Self::Ahead(told) = self {
            told.widen(node.shards());
        }
        let is_caught_up = (0..node.shards()).all(|shard| self.missing(shard, node).is_none());
        if is_caught_up && let Self::Behind(told) = self {
            *self = Self::Ahead(told.clone());
        }
        if let Self::Ahead(told) = self
            && node.covers(told)
        {
            *self = Self::Level;
        }
    }

    /// The cursor of a frame now.
    pub fn cursor(&self, node: &Cursor) -> Cursor {
        match self {
            Self::Behind(told) => told.clone(),
            Self::Ahead(told) => {
                let mut cursor = told.clone();
                cursor.join(node);
                cursor
            }
            Self::Level => node.clone(),
        }
    }
}

/// A log in several shards, as a cursor is held against it.
pub struct Extent<'a> {
    /// Where each shard ends, in the database and not as a node has read it.
    pub heads: &'a Cursor,
    /// Up to where each shard has been trimmed.
    pub floors: &'a [u64],
    /// Where each shard split off another one.
    pub began_at: &'a [u64],
}

impl Extent<'_> {
    /// The cursor that a client brought, as one of the shards that there are now; or why it leads nowhere.
    pub fn judge(&self, text: &str) -> Result<Cursor, &'static str> {
        let mut cursor = Cursor::parse(text).ok_or("cursor_invalid")?;
        if cursor.epoch() != self.heads.epoch() {
            return Err("epoch");
        }
        let (had, has) = (cursor.shards(), self.heads.shards());
        cursor.widen(has);
        // A cursor from before a split cannot lie behind it: it would pass over what its other half holds.
        let is_past_split = (had..has).any(|shard| cursor.at(shard) > self.began_at[shard]);
        if had > has || is_past_split || !self.heads.covers(&cursor) {
            return Err("too_far");
        }
        let is_trimmed = (0..has).any(|shard| cursor.at(shard) < self.floors[shard]);
        if is_trimmed { Err("retention") } else { Ok(cursor) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(positions: &[u64]) -> Cursor {
        Cursor::new(1, positions.to_vec()).expect("so many shards can be")
    }

    #[test]
    fn where_the_node_lags_its_live_events_are_no_news() {
        let mut node = place(&[10, 10]);
        let mut told = Told::upto(place(&[7, 13]), &node);
        assert_eq!((told.missing(0, &node), told.missing(1, &node)), (Some((7, 10)), None));
        assert!(!told.is_news(0, 11) && told.raise(0, 10));
        told.settle(&node);
        assert!(!told.is_news(1, 12) && told.is_news(1, 14) && told.is_news(0, 11));
        assert_eq!(told.cursor(&node), place(&[10, 13]));
        told.settle(&node);
        assert!(told.is_live() && !told.is_news(1, 13));
        assert!(node.raise(1, 13));
        told.settle(&node);
        assert_eq!(told.cursor(&node), node);
    }

    #[test]
    fn a_cursor_is_held_against_the_log() {
        let heads = place(&[20, 30, 25, 30]);
        let log = Extent { heads: &heads, floors: &[5, 5, 5, 5], began_at: &[0, 0, 18, 28] };
        let judge = |positions: &[u64]| log.judge(&place(positions).to_string());
        assert_eq!(judge(&[20, 30, 25, 30]), Ok(heads.clone()));
        assert_eq!(judge(&[18, 28]), Ok(place(&[18, 28, 18, 28])));
        assert_eq!(judge(&[19, 28]), Err("too_far"));
        assert_eq!(judge(&[20, 30, 26, 30]), Err("too_far"));
        assert_eq!(judge(&[0; 8]), Err("too_far"));
        assert_eq!(judge(&[20, 30, 4, 30]), Err("retention"));
        assert_eq!(log.judge("garbage"), Err("cursor_invalid"));
        assert_eq!(log.judge(&Cursor::new(2, vec![0; 4]).expect("so many shards can be").to_string()), Err("epoch"));
    }

    /// One thing that happens to a connection whose person hears everything.
    #[derive(Clone, Debug)]
    enum Step {
        Write(usize),
        Read(usize),
        CatchUp(usize),
        Cut,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = (0..4_u8, 0..4_usize).prop_map(|(kind, shard)| match kind {
            0 => Step::Write(shard),
            1 => Step::Read(shard),
            2 => Step::CatchUp(shard),
            _ => Step::Cut,
        });
        proptest::collection::vec(step, 1..200)
    }

    proptest! {
        /// Two nodes read each shard at their own pace; a client goes from one to the other at any moment.
        #[test]
        fn every_position_of_every_shard_is_told_once_and_in_order(steps in steps()) {
            let mut heads = [0_u64; 4];
            let mut nodes = [place(&[0; 4]), place(&[0; 4])];
            let mut heard = [0_u64; 4];
            let (mut on, mut told) = (0, Told::Level);
            let mut hear = |shard: usize, position: u64| {
                assert_eq!(position, heard[shard] + 1, "shard {shard}");
                heard[shard] = position;
            };
            for (at, step) in steps.into_iter().enumerate() {
                match step {
                    Step::Write(shard) => heads[shard] += 1,
                    Step::Read(shard) => {
                        let node = &mut nodes[at % 2];
                        if node.at(shard) == heads[shard] {
                            continue;
                        }
                        let position = node.at(shard) + 1;
                        if on == at % 2 && told.is_news(shard, position) {
                            hear(shard, position);
                            prop_assert!(told.raise(shard, position));
                        }
                        prop_assert!(node.raise(shard, position));
                    }
                    Step::CatchUp(shard) => {
                        if let Some((after, _)) = told.missing(shard, &nodes[on]) {
                            hear(shard, after + 1);
                            prop_assert!(told.raise(shard, after + 1));
                        }
                    }
                    Step::Cut => {
                        let cursor = told.cursor(&nodes[on]);
                        on = 1 - on;
                        told = Told::upto(cursor, &nodes[on]);
                    }
                }
                told.settle(&nodes[on]);
            }
        }
    }
}
