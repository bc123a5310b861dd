//! Runs a function over what is kept of a corpus, and over what random changes make of it. What a reader of untrusted bytes must
//! do with any of them, its target holds; no input may panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use tokio::time::Instant;

/// How long each target is run, in seconds, where one second is too short.
const SECONDS: &str = "CAUSERIE_FUZZ_SECS";
/// What chooses the changes; the same one each time unless it is set.
const SEED: &str = "CAUSERIE_FUZZ_SEED";
/// How many inputs there are at least, however slow the machine is.
const LEAST: u64 = 500;
/// What often matters where it stands.
const TELLING: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xe2\x80\xae",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"-1",
    b"9223372036854775808",
    b"1e999",
    b"0x",
    b"%",
    b"=",
    b"-",
    b"_",
    b".",
    b"..",
    b"@",
    b"\r\n",
    b"'",
    b"--",
    b"\xef\xac\x81",
    b"\xc4\xb0",
];

/// Runs a target, as libFuzzer would.
///
/// # Panics
/// When the target does; the message has the input.
pub fn run(name: &str, target: impl Fn(&[u8])) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let corpus = read(name);
    corpus.iter().for_each(|input| hold(name, &target, input));
    let mut chance = Chance(number(SEED).unwrap_or(1));
    let end = Instant::now() + Duration::from_secs(number(SECONDS).unwrap_or(1));
    let mut count = 0_u64;
    while count < LEAST || Instant::now() < end {
        hold(name, &target, &chance.change(&corpus));
        count += 1;
    }
    println!("{name}: {} inputs kept, {count} made", corpus.len());
}

fn read(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    let inputs: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("it can be read")).collect();
    assert!(inputs.len() > 1, "{} is nearly empty", folder.display());
    // Files end with a line; inputs do not.
    inputs.into_iter().map(|input| input.strip_suffix(b"\n").map_or(input.clone(), <[u8]>::to_vec)).collect()
}

fn hold(name: &str, target: &impl Fn(&[u8]), input: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(input))).is_err() {
        panic!("{name} does not hold for this input; keep it in server/fuzz/corpus/{name}: {}", input.escape_ascii());
    }
}

/// SplitMix64: enough to choose changes by, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    fn change(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(5) {
            let (from, to) = (self.below(input.len() + 1), self.below(input.len() + 1));
            let (from, to) = (from.min(to), from.max(to));
            match self.below(8) {
                0 if !input.is_empty() => {
                    let at = self.below(input.len());
                    input[at] ^= 1 << self.below(8);
                }
                1 => drop(input.drain(from..to)),
                2 => drop(input.splice(to..to, input[from..to].to_vec())),
                3 => {
                    let other = &corpus[self.below(corpus.len())];
                    let (begin, end) = (self.below(other.len() + 1), self.below(other.len() + 1));
                    drop(input.splice(from..to, other[begin.min(end)..begin.max(end)].to_vec()));
                }
                4 => input.insert(from, self.next() as u8),
                5 => input.reverse(),
                _ => drop(input.splice(from..from, TELLING[self.below(TELLING.len())].to_vec())),
            }
        }
        input
    }
}
