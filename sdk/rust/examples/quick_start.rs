//! The quick start of the README, for a server with two people: ada and bob.

use causerie_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let bob = Client::login("http://localhost:8080", "bob", "a noisy loom 42").await?.user_id()?;
    let chat = Client::login("http://localhost:8080", "ada", "a lovely engine").await?;
    let mut events = chat.events().await?; // reconnects and resumes by itself
    let room = chat.rooms().create_group("launch", [bob]).await?;
    room.send("Hello from Rust").await?; // refresh, retry and idempotency built in
    while let Some(event) = events.try_next().await? {
        if let Event::MessageCreated(e) = event {
            println!("{}", e.message.content);
            break;
        }
    }
    let last: Vec<_> = room.messages().take(50).try_collect().await?;
    println!("{} messages", last.len());
    Ok(())
}
