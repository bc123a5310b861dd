//! Follows events over restarts, by a cursor that is kept in a file: `cargo run --example kept_cursor -- URL NAME PASSWORD FILE`.

use causerie_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given = std::env::args().skip(1).collect::<Vec<_>>().try_into();
    let [url, name, password, file]: [String; 4] = given.map_err(|_| "give URL NAME PASSWORD FILE")?;
    let chat = Client::login(&url, name, password).await?;
    let mut events = match std::fs::read_to_string(&file) {
        Ok(cursor) => chat.events_from(cursor).await?,
        Err(_) => chat.events().await?,
    };
    while let Some(event) = events.try_next().await? {
        match event {
            Event::MessageCreated(event) => println!("{}: {}", event.message.sender_id, event.message.content),
            Event::Resync(event) => println!("too much was missed ({}): load everything anew", event.reason),
            other => println!("{}", other.kind()),
        }
        // Only now it is handled.
        if let Some(cursor) = events.cursor() {
            std::fs::write(&file, cursor)?;
        }
    }
    Ok(())
}
