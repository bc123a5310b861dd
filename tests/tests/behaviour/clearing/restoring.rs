//! Taking back what was cleared for everyone: by who has done it, while they may, and unless another has done it since.

use serde_json::json;
use tests::{Server, on_both_engines};

use super::super::sight::{Sight, log_end, sight, told};
use super::{cannot_undo, clear, clear_all, make_admin, say_some, sights, three, undo};

on_both_engines![
    every_member_hears_of_it_and_sees_everything_again,
    anothers_later_clearing_comes_first,
    who_is_no_admin_any_more_takes_nothing_back_for_everyone,
    ones_own_view_and_everybodys_are_two,
    ones_own_clearing_is_nobody_elses_to_take_back,
];

async fn every_member_hears_of_it_and_sees_everything_again(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    let before = sights([&ada, &bob, &cleo], &room_id).await;
    clear_all(&ada, &room_id).await;
    let mut sockets = [ada.listen_from_now().await, bob.listen_from_now().await, cleo.listen_from_now().await];
    undo(&ada, &room_id).await;
    for (socket, person) in sockets.iter_mut().zip([&ada, &bob, &cleo]) {
        assert_eq!(told(socket, person).await, ["room.cleared everyone 0 back"]);
    }
    assert_eq!(sights([&ada, &bob, &cleo], &room_id).await, before);
    cannot_undo(&ada, &room_id).await;
}

async fn anothers_later_clearing_comes_first(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    make_admin(&ada, &room_id, &cleo).await;
    say_some(&ada, &room_id).await;
    clear_all(&ada, &room_id).await;
    say_some(&ada, &room_id).await;
    assert_eq!(clear_all(&cleo, &room_id).await, (3, 3, true));
    cannot_undo(&ada, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
    undo(&cleo, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(5..=7, 5..=7, [6]));
    cannot_undo(&cleo, &room_id).await;
    undo(&ada, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, 2..=7, [3, 6]));
}

async fn who_is_no_admin_any_more_takes_nothing_back_for_everyone(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    make_admin(&ada, &room_id, &cleo).await;
    say_some(&ada, &room_id).await;
    clear_all(&cleo, &room_id).await;
    ada.patch(&format!("/rooms/{room_id}/members/{}", cleo.id), json!({ "role": "member" })).await.expect(200);
    let end = log_end(&bob).await;
    cleo.post_empty(&format!("/rooms/{room_id}/undo")).await.problem(403, "forbidden");
    assert_eq!((sight(&bob, &room_id).await, log_end(&bob).await), (Sight::nothing(), end));
    make_admin(&ada, &room_id, &cleo).await;
    undo(&cleo, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=4, 2..=4, [3]));
}

async fn ones_own_view_and_everybodys_are_two(server: &Server) {
    let (ada, bob, _, room_id) = three(server).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    clear(&ada, &room_id).await;
    say_some(&ada, &room_id).await;
    assert_eq!(clear_all(&ada, &room_id).await, (7, 3, true));
    // Bob's is taken back, and shows nothing yet: what is cleared for everyone is so for Bob.
    undo(&bob, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::nothing());
    undo(&ada, &room_id).await;
    assert_eq!(sight(&bob, &room_id).await, Sight::new(1..=7, 2..=7, [3, 6]));
    // Ada's own is older, and still there.
    assert_eq!(sight(&ada, &room_id).await, Sight::new(5..=7, [], []));
    undo(&ada, &room_id).await;
    assert_eq!(sight(&ada, &room_id).await, Sight::new(1..=7, [], []));
}

async fn ones_own_clearing_is_nobody_elses_to_take_back(server: &Server) {
    let (ada, bob, cleo, room_id) = three(server).await;
    make_admin(&ada, &room_id, &cleo).await;
    say_some(&ada, &room_id).await;
    clear(&bob, &room_id).await;
    for person in [&ada, &cleo] {
        cannot_undo(person, &room_id).await;
    }
    clear_all(&cleo, &room_id).await;
    // Nor is it an owner's to take back what an admin has done.
    cannot_undo(&ada, &room_id).await;
    assert_eq!(sights([&ada, &bob, &cleo], &room_id).await, [Sight::nothing(), Sight::nothing(), Sight::nothing()]);
}
