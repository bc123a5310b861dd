//! What `strace -f -y -ttt -T` wrote: system calls with when they began and ended, also those that were interrupted in the
//! trace by others.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// A system call.
#[derive(Clone, Debug)]
pub struct Call {
    pub thread: u32,
    pub name: String,
    /// What stands in the parentheses.
    pub arguments: String,
    pub result: String,
    /// The lines on which it began and ended.
    pub lines: (usize, usize),
    /// When it began and ended, in seconds.
    pub times: (f64, f64),
}

impl Call {
    /// Whether it had ended before another began, by the order of the trace and by the clock.
    pub fn precedes(&self, other: &Self) -> bool {
        self.lines.1 < other.lines.0 && self.times.1 <= other.times.0
    }

    /// Whether it was about a file with such a name: `-y` shows the path after the descriptor.
    pub fn is_on(&self, ending: &str) -> bool {
        self.arguments.split_once('>').is_some_and(|(descriptor, _)| descriptor.ends_with(ending))
    }

    /// Whether it made a file durable.
    pub fn is_sync(&self) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync") && self.result == "0"
    }

    /// Whether it wrote, and what it wrote contains all of these. `"` stands as `\"` in a trace.
    pub fn wrote(&self, parts: &[&str]) -> bool {
        let is_write = matches!(self.name.as_str(), "write" | "writev" | "pwrite64" | "sendto" | "sendmsg");
        is_write && parts.iter().all(|part| self.arguments.contains(&part.replace('"', "\\\"")))
    }

    /// On one line, with what lies around a word.
    pub fn show(&self, word: &str) -> String {
        let descriptor = self.arguments.split_inclusive('>').next().unwrap_or_default();
        let rest = &self.arguments[descriptor.len()..];
        let excerpt = match rest.find(&word.replace('"', "\\\"")) {
            Some(at) if !word.is_empty() => around(rest, at, 48, 72),
            _ => String::new(),
        };
        let (began, ended) = self.times;
        format!("{began:.6} … {ended:.6}  thread {:<7} {}({descriptor}{excerpt}) = {}", self.thread, self.name, self.result)
    }
}

fn around(text: &str, at: usize, before: usize, after: usize) -> String {
    // A trace is ASCII, since everything else is escaped.
    let (from, to) = (at.saturating_sub(before), (at + after).min(text.len()));
    format!(", …{}…", text.get(from..to).unwrap_or_default())
}

struct Forms {
    whole: Regex,
    begun: Regex,
    ended: Regex,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let form = |text: &str| Regex::new(text).expect("it is an expression");
    Forms {
        whole: form(r"^(\d+) +(\d+\.\d+) (\w+)\((.*)\) += (\S+).* <(\d+\.\d+)>$"),
        begun: form(r"^(\d+) +(\d+\.\d+) (\w+)\((.*?)(?:,? )?<unfinished \.\.\.>$"),
        ended: form(r"^(\d+) +(\d+\.\d+) <\.\.\. \w+ resumed>(.*)\) += (\S+).* <(\d+\.\d+)>$"),
    }
});

/// Reads a trace.
pub fn read(text: &str) -> Vec<Call> {
    let (mut calls, mut open) = (Vec::new(), HashMap::new());
    for (at, line) in text.lines().enumerate() {
        let parts = |form: &Regex| -> Option<Vec<String>> {
            Some(form.captures(line)?.iter().skip(1).flatten().map(|part| part.as_str().to_owned()).collect())
        };
        let seconds = |text: &str| text.parse::<f64>().unwrap_or_default();
        if let Some(parts) = parts(&FORMS.begun) {
            let thread: u32 = parts[0].parse().unwrap_or_default();
            open.insert(thread, (at, seconds(&parts[1]), parts[2].clone(), parts[3].clone()));
        } else if let Some(parts) = parts(&FORMS.ended) {
            let thread: u32 = parts[0].parse().unwrap_or_default();
            let Some((begun_at, began, name, arguments)) = open.remove(&thread) else { continue };
            let times = (began, began + seconds(&parts[4]));
            let (arguments, result) = (arguments + &parts[2], parts[3].clone());
            calls.push(Call { thread, name, arguments, result, lines: (begun_at, at), times });
        } else if let Some(parts) = parts(&FORMS.whole) {
            let began = seconds(&parts[1]);
            let (name, arguments, result) = (parts[2].clone(), parts[3].clone(), parts[4].clone());
            let times = (began, began + seconds(&parts[5]));
            calls.push(Call { thread: parts[0].parse().unwrap_or_default(), name, arguments, result, lines: (at, at), times });
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_whole_and_in_two_parts() {
        let calls = read(concat!(
            "11 1.000000 pwrite64(9</d/a.db-wal>, \"x\\\"y\", 3, 0) = 3 <0.000100>\n",
            "11 1.000200 fdatasync(9</d/a.db-wal> <unfinished ...>\n",
            "12 1.000300 sendto(7<TCP:[1]>, \"early\", 5, 0, NULL, 0) = 5 <0.000010>\n",
            "11 1.002200 <... fdatasync resumed>) = 0 <0.002000>\n",
            "12 1.003000 writev(7<TCP:[1]>, [{iov_base=\"HTTP/1.1 201\", iov_len=12}], 1) = 12 <0.000010>\n",
        ));
        let [write, early, sync, late] = &calls[..] else { panic!("{calls:?}") };
        assert!(write.is_on("-wal") && write.wrote(&["x\"y"]) && sync.is_sync() && sync.is_on("-wal"));
        assert!(write.precedes(sync) && sync.precedes(late) && !sync.precedes(early));
        assert!(late.wrote(&["HTTP/1.1 201"]) && !late.is_on("-wal"));
    }
}
