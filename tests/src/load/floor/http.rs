//! The floor of requests: an endpoint of bare poem that takes JSON and gives it back.

use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::web::Json;
use poem::{Route, Server, handler, post};
use serde_json::Value;

use crate::load::http::Pool;
use crate::load::mark;
use crate::times::Times;

#[handler]
fn echo(Json(body): Json<Value>) -> Json<Value> {
    Json(body)
}

/// Serves until it is killed; says its address.
pub async fn serve() -> Result<()> {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().into_iter().find_map(|address| address.as_socket_addr().copied());
    let address = address.ok_or_else(|| anyhow::anyhow!("it listens nowhere"))?;
    println!("{address}");
    Ok(Server::new_with_acceptor(acceptor).run(Route::new().at("/echo", post(echo))).await?)
}

/// Asks for a while, on so many connections at once; gives how long each answer took, and how long all did.
pub async fn ask(pool: &Pool, connections: usize, span: Duration) -> Result<(Times, f64)> {
    let (begun, body) = (Instant::now(), Rc::new(format!(r#"{{"content":"{}"}}"#, mark::text(0, 0))));
    let asking = (0..connections).map(|_| async {
        let mut times = Times::default();
        while begun.elapsed() < span {
            let asked = Instant::now();
            let answer = pool.post("/echo", "nobody", &body).await?;
            times.note(asked.elapsed());
            ensure!(answer.status == 200 && mark::read(&answer.body).is_some(), "the endpoint answered {}", answer.status);
        }
        Ok(times)
    });
    let each = futures_util::future::try_join_all(asking).await?;
    let secs = begun.elapsed().as_secs_f64();
    let mut all = Times::default();
    for times in each {
        all.add(&times)?;
    }
    Ok((all, secs))
}
