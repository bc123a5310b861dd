//! What is run on demand against a server: the replay of a real channel, faults, and measurements.

fn main() {}
