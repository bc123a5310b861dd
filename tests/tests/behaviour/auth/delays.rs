//! Guessing passwords: what it costs, and whom it does not trouble.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use tests::person::PASSWORD;
use tests::{Answer, Person, Server, on_both_engines};

on_both_engines![
    wrong_passwords_make_one_wait_longer_and_longer,
    unknown_names_wait_as_known_ones_do,
    the_right_password_is_refused_while_the_delay_lasts_and_clears_it_after,
    a_password_is_not_guessed_by_changing_it_either,
    guesses_at_once_tell_no_more_than_one_after_the_other,
];

/// How many wrong passwords cost nothing.
const FREE: usize = 5;

/// Types a wrong password as often as it costs nothing.
async fn guess_for_free(server: &Server, username: &str) {
    for number in 0..FREE {
        super::try_password(server, username, &format!("wrong engine {number}")).await.problem(401, "invalid_credentials");
    }
}

/// The seconds of a refusal's `Retry-After`.
fn wait_of(answer: Answer) -> u64 {
    let wait = answer.header("retry-after").parse().expect("a refusal says how long to wait");
    answer.problem(429, "rate_limited");
    wait
}

async fn wrong_passwords_make_one_wait_longer_and_longer(server: &Server) {
    Person::register(server, "ada").await;
    Person::register(server, "bob").await;
    guess_for_free(server, "ada").await;
    let mut waits = Vec::new();
    for round in 0..3 {
        let wait = wait_of(super::try_password(server, "ada", "wrong once more").await);
        waits.push(wait);
        // From the same address, somebody else signs in meanwhile.
        super::try_password(server, "bob", PASSWORD).await.expect(200);
        tokio::time::sleep(Duration::from_secs(wait)).await;
        super::try_password(server, "ada", &format!("wrong again {round}")).await.problem(401, "invalid_credentials");
    }
    waits.push(wait_of(super::try_password(server, "ada", "wrong once more").await));
    assert!(waits.is_sorted_by(|shorter, longer| shorter < longer), "{waits:?}");
    assert!(waits[3] >= 4 * waits[0] && waits[3] <= 60, "{waits:?}");
}

async fn unknown_names_wait_as_known_ones_do(server: &Server) {
    Person::register(server, "ada").await;
    let mut waits = Vec::new();
    for username in ["ada", "nobody"] {
        guess_for_free(server, username).await;
        // Another spelling is no other name.
        waits.push(wait_of(super::try_password(server, &username.to_uppercase(), "wrong once more").await));
    }
    assert_eq!(waits[0], waits[1]);
}

async fn the_right_password_is_refused_while_the_delay_lasts_and_clears_it_after(server: &Server) {
    let ada = Person::register(server, "ada").await;
    guess_for_free(server, "ada").await;
    let wait = wait_of(super::try_password(server, "ada", PASSWORD).await);
    // Who is signed in already is not troubled by somebody else's guesses.
    super::is_signed_in(&ada).await;
    super::refresh(server, &ada.refresh_token).await.expect(200);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    super::try_password(server, "ada", PASSWORD).await.expect(200);
    guess_for_free(server, "ada").await;
}

async fn a_password_is_not_guessed_by_changing_it_either(server: &Server) {
    let ada = Person::register(server, "ada").await;
    let change = |current: &str| json!({ "current_password": current, "new_password": "an even lovelier engine" });
    for number in 0..FREE {
        let guess = change(&format!("wrong engine {number}"));
        ada.put("/auth/password", guess).await.problem(401, "invalid_credentials");
    }
    let wait = wait_of(ada.put("/auth/password", change(PASSWORD)).await);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    ada.put("/auth/password", change(PASSWORD)).await.expect(204);
}

async fn guesses_at_once_tell_no_more_than_one_after_the_other(server: &Server) {
    Person::register(server, "ada").await;
    // The right one is sent last. Should it overtake the others, it is let in, and the count of the wrong ones starts anew.
    let guesses = (0..20).map(|number| if number == 19 { PASSWORD.to_owned() } else { format!("wrong engine {number}") });
    let began = Instant::now();
    let answers = join_all(guesses.map(|guess| async move { super::try_password(server, "ada", &guess).await })).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let told = statuses.iter().filter(|status| **status != 429).count();
    // Where it takes so long that delays have passed, each of them has earned one more guess.
    let anew = if statuses.contains(&200) { FREE as u64 } else { 0 };
    let earned = FREE as u64 + anew + began.elapsed().as_secs();
    assert!(told as u64 <= earned, "{told} guesses were answered, not {earned}: {statuses:?}");
}
