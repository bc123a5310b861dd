//! Which checks must find which fault, and by which complaint: one that fails for another reason has not found it.

use super::trial::How;

/// A fault as `CAUSERIE_PLANTED` names it; see `server/src/planted.rs`.
pub struct Fault {
    pub name: &'static str,
    pub about: &'static str,
    /// Each with an expression that what it says must fit.
    pub checks: &'static [(How, &'static str)],
}

const POINTS_SQLITE: How = How::Command(&["faults", "points", "--crashes", "0"]);
const POINTS_POSTGRES: How = How::Command(&["faults", "points", "--engine", "postgres", "--crashes", "0"]);

pub const FAULTS: &[Fault] = &[
    Fault {
        name: "answer-before-commit",
        about: "an answer goes out while its commit is still on the way to the disk",
        checks: &[
            (POINTS_SQLITE, "  lost: "),
            (How::Command(&["faults", "kill", "--kills", "2"]), r"  lost \(clause 1\): "),
            (How::Command(&["faults", "sync"]), "was written before the WAL was synced|no sync of the WAL follows"),
        ],
    },
    Fault {
        name: "unique-index-dropped",
        about: "a client_id may name several messages: the index is gone, and nobody looks",
        checks: &[
            (POINTS_SQLITE, "  doubled: "),
            (How::Behaviour("messages::on_sqlite::sending_twice_with_one_client_id_stores_once"), "answered 201"),
        ],
    },
    Fault {
        name: "hint-as-truth",
        about: "a node goes where a hint points, and never looks at the log without one",
        checks: &[(POINTS_POSTGRES, "  silent gap: ")],
    },
    Fault {
        name: "seq-from-a-sequence",
        about: "numbers come from outside of the transaction: what is refused or undone keeps its own",
        checks: &[(How::Behaviour("messages::on_sqlite::a_refused_message_takes_no_number"), r"left: \[1, ([3-9]|2, [4-9])")],
    },
    Fault {
        name: "resync-suppressed",
        about: "a cursor that cannot be served is answered as if all were well",
        checks: &[(
            How::Behaviour("resume::cursors::on_sqlite::a_cursor_of_another_server_leads_to_a_resync"),
            r#"right: \(String\("resync"\), String\("epoch"\)\)"#,
        )],
    },
    Fault {
        name: "access-check-removed",
        about: "whoever asks for a room sees it, member or not",
        checks: &[
            (
                How::Behaviour("access::matrix::on_sqlite::everybody_may_what_the_table_says"),
                "^listMessages of other's as outsider: the table says 404, the answer is 200",
            ),
            (How::Behaviour("verify::on_sqlite::a_deployment_that_keeps_its_promises_passes"), r"^unauthorised \("),
        ],
    },
];
