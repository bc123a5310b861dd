//! A network of one's own: a namespace of the kernel, and wires into it that can be cut one by one.

use std::process::Command;

use crate::guard::{Guard, search_path};

/// What the guard runs: it makes the namespace and its wires, and takes them away, with every process in it, when its standard
/// input is closed. Its arguments: the name, the number of wires, and the first two numbers of the addresses.
const GUARD: &str = r#"
set -eu
name=$1 wires=$2 net=$3
sweep() {
  for id in $(ip netns pids "$name"); do kill -s KILL "$id"; done
  for wire in $(seq "$wires"); do ip link delete "$name-$wire" || true; done
  ip netns delete "$name"
}
ip netns add "$name"
trap 'sweep 2>/dev/null' EXIT
ip -netns "$name" link set lo up
for wire in $(seq "$wires"); do
  ip link add "$name-$wire" type veth peer name "wire$wire" netns "$name"
  ip address add "$net.$((4 * wire + 1))/30" dev "$name-$wire"
  ip link set "$name-$wire" up
  ip -netns "$name" address add "$net.$((4 * wire + 2))/30" dev "wire$wire"
  ip -netns "$name" link set "wire$wire" up
done
echo "$name"
cat >/dev/null
"#;

/// A namespace.
pub struct Network {
    name: String,
    pub wires: Vec<Wire>,
    /// Takes it away at the end.
    _guard: Guard,
}

/// A wire between this machine and the namespace.
pub struct Wire {
    interface: String,
    /// The address of the end outside, and of the end in the namespace.
    pub outer: String,
    pub inner: String,
}

impl Network {
    /// A namespace with so many wires.
    ///
    /// # Panics
    /// When it cannot be made: it needs root, and the program `ip`, which tells the reason.
    pub fn make(wires: usize) -> Self {
        let id = std::process::id();
        let name = format!("cau{id}");
        // Of the addresses that are set apart for measurements of networks.
        let net = format!("198.{}.{}", 18 + id / 256 % 2, id % 256);
        let guard = Guard::start(GUARD, &[&name, &wires.to_string(), &net], &search_path(), None);
        let wire = |number: usize| Wire {
            interface: format!("{name}-{number}"),
            outer: format!("{net}.{}", 4 * number + 1),
            inner: format!("{net}.{}", 4 * number + 2),
        };
        Self { wires: (1..=wires).map(wire).collect(), name, _guard: guard }
    }

    /// The words before a command that is to run in it.
    pub fn entrance(&self) -> [&str; 4] {
        ["ip", "netns", "exec", &self.name]
    }
}

impl Wire {
    /// Cuts it: what is sent from either end is lost without a word, and connections hang.
    pub fn cut(&self) {
        self.set("down");
    }

    /// Joins it again.
    pub fn mend(&self) {
        self.set("up");
    }

    fn set(&self, state: &str) {
        let set = Command::new("ip").args(["link", "set", &self.interface, state]).status().expect("ip can be started");
        assert!(set.success(), "{} cannot be set {state}", self.interface);
    }
}
