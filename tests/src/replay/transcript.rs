//! One day of an IRC channel as it was logged: who spoke, came, went and took another name, in order.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow};
use regex::Regex;

/// A day of the channel.
pub struct Transcript {
    /// The file's name without its endings.
    pub day: String,
    /// The name that each person first had.
    pub people: Vec<String>,
    pub steps: Vec<Step>,
    /// Lines that say nothing: a name and no text. A message has at least one character.
    pub empty_lines: usize,
    /// Lines that nobody spoke: modes and topics.
    pub notices: usize,
}

/// What happened next. People are places in [`Transcript::people`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Join(usize),
    Leave(usize),
    /// A person goes by another name from now on.
    Rename(usize, String),
    /// A person says something, byte for byte.
    Say(usize, String),
}

/// A line of the log.
enum Line<'a> {
    Said {
        name: &'a str,
        text: &'a str,
    },
    Joined(&'a str),
    Left(&'a str),
    Renamed {
        from: &'a str,
        to: &'a str,
    },
    /// A mode or a topic.
    Notice,
}

/// People speak (`[12:18] <ada> text`) and do something (`[12:18]  * ada waves`, in the oldest logs `=== ada waves`);
/// they come, go and rename themselves; and the channel's modes and topic change.
struct Forms {
    said: Regex,
    done: Regex,
    joined: Regex,
    left: Regex,
    renamed: Regex,
    notice: Regex,
    done_of_old: Regex,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let form = |text: &str| Regex::new(text).expect("it is an expression");
    Forms {
        said: form(r"(?s)^\[\d\d:\d\d\] <([^>]+)>(?: (.*))?$"),
        done: form(r"(?s)^\[\d\d:\d\d\]  (\* (\S+).*)$"),
        joined: form(r"^=== (\S.*?) +\[\S*@\S*\] +has joined #"),
        left: form(r"^=== (\S.*?) +\[\S*@\S*\] +has (?:left #|quit)"),
        renamed: form(r"^=== (\[\S+\] \S+|\S+) is now known as (\S+)$"),
        notice: form(r"^=== (?:mode/#|\.\.\[topic/#)"),
        done_of_old: form(r"(?s)^=== ((\S+) .*)$"),
    }
});

fn read_line(line: &str) -> Option<Line<'_>> {
    let forms = &*FORMS;
    let two = |form: &Regex| {
        let found = form.captures(line)?;
        Some((found.get(1)?.as_str(), found.get(2).map_or("", |part| part.as_str())))
    };
    let one = |form: &Regex| Some(form.captures(line)?.get(1)?.as_str());
    if let Some((name, text)) = two(&forms.said) {
        return Some(Line::Said { name, text });
    }
    // What somebody does is said as it stands in the log, with the name.
    if let Some((text, name)) = two(&forms.done) {
        return Some(Line::Said { name, text });
    }
    if let Some(name) = one(&forms.joined) {
        return Some(Line::Joined(name));
    }
    if let Some(name) = one(&forms.left) {
        return Some(Line::Left(name));
    }
    if let Some((from, to)) = two(&forms.renamed) {
        return Some(Line::Renamed { from, to });
    }
    if forms.notice.is_match(line) {
        return Some(Line::Notice);
    }
    two(&forms.done_of_old).map(|(text, name)| Line::Said { name, text })
}

impl Transcript {
    /// Reads a day's file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = String::from_utf8(text).with_context(|| format!("{} is not UTF-8", path.display()))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let day = name.split('.').next().unwrap_or_default().to_owned();
        Self::parse(day, &text).with_context(|| path.display().to_string())
    }

    fn parse(day: String, text: &str) -> Result<Self> {
        let mut made = Self { day, people: Vec::new(), steps: Vec::new(), empty_lines: 0, notices: 0 };
        let mut book = Names::default();
        for (at, line) in text.split_terminator('\n').enumerate() {
            let line = read_line(line).ok_or_else(|| anyhow!("line {}: nothing is known of its kind: {line:?}", at + 1))?;
            made.take(&mut book, line);
        }
        made.people = book.people;
        Ok(made)
    }

    fn take(&mut self, book: &mut Names, line: Line<'_>) {
        match line {
            Line::Said { text: "", .. } => self.empty_lines += 1,
            Line::Said { name, text } => self.steps.push(Step::Say(book.find(name), text.to_owned())),
            Line::Joined(name) => self.steps.push(Step::Join(book.find(name))),
            Line::Left(name) => self.steps.push(Step::Leave(book.find(name))),
            Line::Renamed { from, to } => {
                let person = book.find(from);
                self.steps.extend(book.rename(person, from, to).map(Step::Leave));
                self.steps.push(Step::Rename(person, to.to_owned()));
            }
            Line::Notice => self.notices += 1,
        }
    }
}

/// Who goes by which name at the moment.
#[derive(Default)]
struct Names {
    people: Vec<String>,
    owners: HashMap<String, usize>,
}

impl Names {
    fn find(&mut self, name: &str) -> usize {
        *self.owners.entry(name.to_owned()).or_insert_with(|| {
            self.people.push(name.to_owned());
            self.people.len() - 1
        })
    }

    /// Gives a person another name. Whoever had it must be gone, or it would not have been free: the log does not tell of
    /// connections that broke. Gives them, so that they leave.
    fn rename(&mut self, person: usize, from: &str, to: &str) -> Option<usize> {
        self.owners.remove(from);
        self.owners.insert(to.to_owned(), person).filter(|other| *other != person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Transcript {
        Transcript::parse("day".to_owned(), text).unwrap()
    }

    #[test]
    fn every_kind_of_line_is_read() {
        let read = parse(concat!(
            "[12:18] <ada>  two  spaces \n[12:18] <ada>\n[12:19]  * bob waves\n=== bob thinks\n",
            "=== [eve]  [~e@host]  has joined #ubuntu\n=== eve is now known as ada\n",
            "=== ada [n=a@b.c] has left #ubuntu [\"bye\"]\n=== mode/#ubuntu [+o x]  by y\n",
        ));
        let say = |person, text: &str| Step::Say(person, text.to_owned());
        let steps = [say(0, " two  spaces "), say(1, "* bob waves"), say(1, "bob thinks"), Step::Join(2)];
        assert_eq!(read.steps[..4], steps);
        assert_eq!(read.steps[4..], [Step::Leave(0), Step::Rename(3, "ada".to_owned()), Step::Leave(3)]);
        assert_eq!((read.people, read.empty_lines, read.notices), (["ada", "bob", "[eve]", "eve"].map(str::to_owned).to_vec(), 1, 1));
    }

    #[test]
    fn a_line_of_no_known_kind_is_an_error() {
        assert!(Transcript::parse("day".to_owned(), "hello\n").is_err());
    }
}
