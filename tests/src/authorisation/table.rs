//! The table of what people have judged, as a text in columns: checked in, complete, and with nothing in it that is no cell.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use super::cells::{Actor, Cell, RULES, Thing, applies, has_row};
use super::subjects::{self, Subject};
use crate::server::root;

/// Where the table is.
pub fn path() -> PathBuf {
    root().join("tests/data/authorisation.txt")
}

/// What stands in a cell that is none.
const NONE: &str = "-";
/// What stands in a cell that nobody has judged.
const UNJUDGED: &str = "?";

/// What everybody is answered, by row and column.
pub struct Table {
    words: BTreeMap<(String, &'static str, &'static str), String>,
    subjects: Vec<Subject>,
    text: String,
}

impl Table {
    /// Reads the table.
    ///
    /// # Panics
    /// When a line is not one of a table.
    pub fn read(text: &str) -> Self {
        let mut words = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(cells.len(), 2 + Actor::ALL.len(), "a row has a subject, a thing and a word for each actor: {line}");
            let thing = Thing::ALL.into_iter().find(|thing| thing.name() == cells[1]);
            let thing = thing.unwrap_or_else(|| panic!("there is no such thing: {line}"));
            for (actor, word) in Actor::ALL.iter().zip(&cells[2..]) {
                let was = words.insert((cells[0].to_owned(), thing.name(), actor.name()), (*word).to_owned());
                assert!(was.is_none(), "a row stands there twice: {line}");
            }
        }
        Self { words, subjects: subjects::all(), text: text.to_owned() }
    }

    fn rows(&self) -> impl Iterator<Item = (&Subject, Thing)> {
        let row = |subject| Thing::ALL.into_iter().map(move |thing| (subject, thing));
        self.subjects.iter().flat_map(row).filter(|(subject, thing)| has_row(subject.kind, *thing))
    }

    fn word(&self, subject: &Subject, thing: Thing, actor: Actor) -> &str {
        if !applies(subject.kind, thing, actor) {
            return NONE;
        }
        let kept = self.words.get(&(subject.name.clone(), thing.name(), actor.name()));
        kept.map(String::as_str).filter(|word| *word != NONE).unwrap_or(UNJUDGED)
    }

    /// The table as it must be written: what was judged stays, what nobody has judged is a question, what is no cell goes.
    pub fn draft(&self) -> String {
        let mut text = String::from(
            "# What everybody is answered, for every operation and every frame that clients send. Read by the test `matrix`.\n\
             # Judged by people: the rows and columns come from openapi.yaml (`cargo run -p tests -- authorisation` adds and removes\n\
             # them, with `?` where something is to be judged), the words do not come from the server.\n\
             # A word is a status, with the problem's code where it is not the usual one of that status; `ok` answers a frame.\n\
             # `-` is no cell, by these rules:\n",
        );
        for rule in RULES {
            let _ = writeln!(text, "#   - {rule}");
        }
        let mut lines = vec![[&["subject", "thing"][..], &Actor::ALL.map(Actor::name)].concat()];
        for (subject, thing) in self.rows() {
            let words = Actor::ALL.map(|actor| self.word(subject, thing, actor));
            lines.push([&[subject.name.as_str(), thing.name()][..], &words].concat());
        }
        let width = |column: usize| lines.iter().map(|line| line[column].len()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..2 + Actor::ALL.len()).map(width).collect();
        for line in &lines {
            let padded: Vec<String> = line.iter().zip(&widths).map(|(word, width)| format!("{word:width$}")).collect();
            let _ = writeln!(text, "{}", padded.join("  ").trim_end());
        }
        text
    }

    /// Whether it is complete, judged, and has nothing in it that is no cell.
    pub fn is_whole(&self) -> bool {
        let draft = self.draft();
        draft == self.text && self.cells().all(|cell| cell.wanted != UNJUDGED)
    }

    /// Every cell that is one.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        let cell = |(subject, thing): (&Subject, Thing), actor| {
            let wanted = self.word(subject, thing, actor).to_owned();
            Cell { subject: subject.clone(), thing, actor, wanted }
        };
        let cells = self.rows().flat_map(move |row| Actor::ALL.into_iter().map(move |actor| cell(row, actor)));
        cells.filter(|cell| cell.wanted != NONE)
    }
}
