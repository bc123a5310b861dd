//! A bot that says again what people say in its rooms: `cargo run --example echo_bot -- URL NAME PASSWORD`.

use causerie_sdk::enums::MessageKind;
use causerie_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [url, name, password] = std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "give URL NAME PASSWORD")?;
    let bot = Client::login(&url, name, password).await?;
    let me = bot.user_id()?;
    let mut events = bot.events().await?;
    while let Some(event) = events.try_next().await? {
        let Event::MessageCreated(event) = event else { continue };
        let message = &event.message;
        if message.kind == MessageKind::User && message.sender_id != me && !message.content.is_deleted() {
            // Named after what it answers, so that a message is answered once, also when the bot starts anew.
            bot.rooms().of(message.room_id).send_as(&*message.content, format!("echo-{}", message.id)).await?;
        }
    }
    Ok(())
}
