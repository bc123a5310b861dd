//! What the runs are called, by which they are found again in a record.

pub const LIST: &str = "pages of the room list";
pub const NEWEST: &str = "the newest page";
pub const BACK: &str = "pages back";

pub fn closed(senders: usize) -> String {
    format!("closed loop, {senders} at once")
}

pub fn open(rate: u32) -> String {
    format!("open loop, {rate}/s")
}

pub fn in_flight(width: u64) -> String {
    format!("{width} in flight")
}

pub fn idle(sockets: usize) -> String {
    format!("{sockets} idle sockets")
}

pub fn missed(count: usize) -> String {
    format!("{count} missed")
}

pub fn commits(group: usize) -> String {
    format!("rows in a commit: {group}")
}

pub fn endpoint(connections: usize) -> String {
    format!("bare endpoint, {connections} at once")
}
