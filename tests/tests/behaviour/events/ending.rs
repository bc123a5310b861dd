//! How connections end: too big, not UTF-8, too many, too slow; and that their neighbours do not notice.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use tests::{Person, Server, Socket, on_both_engines};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::pair;

on_both_engines![
    a_frame_may_have_64_kib_and_no_more,
    a_text_frame_is_utf_8,
    the_eleventh_connection_is_one_too_many,
    a_slow_reader_is_cut_off_alone_and_comes_back,
];

async fn a_frame_may_have_64_kib_and_no_more(server: &Server) {
    let (ada, ..) = pair(server).await;
    let (mut socket, mut neighbour) = (ada.listen_from_now().await, ada.listen_from_now().await);
    let frame = |size: usize| {
        let frame = r#"{"type":"ping","ref":"big"}"#;
        format!("{frame}{}", " ".repeat(size - frame.len()))
    };
    socket.send_text(&frame(64 * 1024)).await;
    let answer = socket.find(|answer| answer["ref"] == "big").await.expect("the socket is open");
    assert_eq!(answer["type"], "pong");
    socket.send_text(&frame(64 * 1024 + 1)).await;
    assert_eq!(socket.closed().await, 1009);
    assert_eq!(neighbour.ask("ping", Value::Null).await["type"], "pong");
}

async fn a_text_frame_is_utf_8(server: &Server) {
    let (ada, ..) = pair(server).await;
    let (mut socket, mut neighbour) = (ada.listen_from_now().await, ada.listen_from_now().await);
    let broken = Frame::message(vec![b'"', 0xff, b'"'], OpCode::Data(Data::Text), true);
    socket.send_message(Message::Frame(broken)).await;
    assert_eq!(socket.closed().await, 1007);
    assert_eq!(neighbour.ask("ping", Value::Null).await["type"], "pong");
}

async fn the_eleventh_connection_is_one_too_many(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let phone = Person::login(server, "ada").await;
    let mut sockets = Vec::new();
    for number in 0..10 {
        sockets.push(if number % 2 == 0 { &ada } else { &phone }.listen_from_now().await);
    }
    assert_eq!(ada.connect(None).await.closed().await, 4409);
    assert_eq!(phone.connect(None).await.closed().await, 4409);
    let sent = bob.say(&room_id, "to all ten").await;
    for socket in &mut sockets {
        assert_eq!(socket.up_to(&sent).await.len(), 1);
        assert_eq!(socket.ask("ping", Value::Null).await["type"], "pong");
    }
    // Others have ten of their own, and a place that is given up is free again, once the server knows.
    bob.listen_from_now().await.ask("ping", Value::Null).await;
    drop(sockets.pop());
    loop {
        let mut socket = ada.connect(None).await;
        match socket.find(|frame| frame["type"] == "caught_up").await {
            Ok(_) => break assert_eq!(socket.ask("ping", Value::Null).await["type"], "pong"),
            Err(code) => assert_eq!(code, 4409),
        }
    }
}

/// Waits until the server has closed a connection for this reason.
async fn until_closed_with(server: &Server, code: u16) {
    let wanted = format!("causerie_ws_closed_total{{code=\"{code}\"}}");
    let closed = async {
        loop {
            let metrics = server.client().get("//metrics").await.expect(200);
            if metrics.as_str().is_some_and(|text| text.contains(&wanted)) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), closed).await.expect("a connection that is not read is closed within a minute");
}

async fn a_slow_reader_is_cut_off_alone_and_comes_back(server: &Server) {
    let (ada, bob, room_id) = pair(server).await;
    let mut peers = [bob.listen_from_now().await, ada.listen_from_now().await];
    let mut slow = bob.connect_narrow().await;
    slow.until("caught_up").await;
    let texts: Vec<String> = (0..300).map(|number| format!("{number} {}", "字".repeat(3900))).collect();
    let sending = async {
        for burst in texts.chunks(20) {
            join_all(burst.iter().map(|content| ada.say(&room_id, content))).await;
        }
        ada.say(&room_id, "that was all").await
    };
    let (marker, heard) = {
        let [of_bob, of_ada] = &mut peers;
        // The peers read while it is sent; the last message ends it.
        let is_last = |frame: &Value| frame["data"]["message"]["content"] == "that was all";
        let (marker, by_bob, by_ada) = tokio::join!(sending, all_until(of_bob, is_last), all_until(of_ada, is_last));
        assert_eq!(by_bob, by_ada);
        (marker, by_bob)
    };
    assert_eq!(heard.len(), 301);
    until_closed_with(server, 4429).await;
    for peer in &mut peers {
        assert_eq!(peer.ask("ping", Value::Null).await["type"], "pong");
    }
    // What had been written before the cut is still there to be read; the rest comes with the last cursor.
    let mut got = Vec::new();
    while let Some(frame) = slow.next().await {
        got.extend(Some(frame).filter(|frame| frame.get("event_id").is_some()));
    }
    assert!(got.len() < 301, "nothing was cut off");
    let cursor = slow.cut();
    let mut resumed = bob.connect(cursor.as_deref()).await;
    got.extend(resumed.up_to(&marker).await);
    assert_eq!(got, heard);
    resumed.until("caught_up").await;
}

/// Every durable frame up to one that fits.
async fn all_until(socket: &mut Socket, is_last: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut frames = Vec::new();
    loop {
        let frame = socket.next().await.expect("a peer of a slow reader is not cut off");
        let ends = is_last(&frame);
        frames.extend(Some(frame).filter(|frame| frame.get("event_id").is_some()));
        if ends {
            return frames;
        }
    }
}
