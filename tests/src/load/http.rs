//! A lean HTTP/1.1 client: connections that are kept, one request on each at a time, and of an answer no more is read than its
//! status and length. It is there so that the generator is not what is measured.

use std::cell::RefCell;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

/// How many requests are under way at once at most, each on a connection of its own.
const MOST: usize = 512;
const HEADERS: usize = 32;

/// Connections to one address.
pub struct Pool {
    address: String,
    idle: RefCell<Vec<Connection>>,
    places: Semaphore,
}

/// An answer: its status and its body.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Pool {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), idle: RefCell::default(), places: Semaphore::new(MOST) }
    }

    pub async fn get(&self, path: &str, token: &str) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n")).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, token: &str, body: &str) -> Result<Answer> {
        let length = body.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    /// Sends a request, once: one that got no answer may have been done.
    async fn ask(&self, request: &str) -> Result<Answer> {
        let _place = self.places.acquire().await?;
        let mut connection = self.connection().await?;
        connection.stream.write_all(request.as_bytes()).await?;
        let answer = connection.answer().await?;
        self.idle.borrow_mut().push(connection);
        Ok(answer)
    }

    async fn connection(&self) -> Result<Connection> {
        loop {
            let kept = self.idle.borrow_mut().pop();
            match kept {
                // The server may have closed it for having been idle.
                Some(kept) if kept.is_closed() => {}
                Some(kept) => return Ok(kept),
                None => break,
            }
        }
        let stream = TcpStream::connect(&self.address).await.with_context(|| format!("cannot connect to {}", self.address))?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, read: Vec::with_capacity(1024) })
    }
}

impl Connection {
    fn is_closed(&self) -> bool {
        !matches!(self.stream.try_read(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
    }

    async fn answer(&mut self) -> Result<Answer> {
        loop {
            if let Some((status, head, length)) = head(&self.read)? {
                while self.read.len() < head + length {
                    self.more().await?;
                }
                ensure!(self.read.len() == head + length, "more than an answer came");
                let body = self.read[head..].to_vec();
                self.read.clear();
                return Ok(Answer { status, body });
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<()> {
        ensure!(self.stream.read_buf(&mut self.read).await? > 0, "the server closed the connection before its answer");
        Ok(())
    }
}

/// The status of an answer, and how long its head and its body are; `None` as long as the head is not whole.
fn head(bytes: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(bytes)? else { return Ok(None) };
    let status = response.code.context("an answer has a status")?;
    let length = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length = match length {
        Some(length) => std::str::from_utf8(length.value)?.parse()?,
        None if matches!(status, 204 | 304) => 0,
        None => bail!("an answer of status {status} does not say how long it is"),
    };
    Ok(Some((status, head, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        let whole = answer.len() - 2;
        assert_eq!(head(answer).expect("it is sound"), Some((201, whole, 2)));
        assert_eq!(head(&answer[..whole - 1]).expect("it is sound so far"), None);
        assert_eq!(head(b"HTTP/1.1 204 No Content\r\n\r\n").expect("it is sound"), Some((204, 27, 0)));
        assert!(head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").is_err());
        assert!(head(b"SSH-2.0").is_err());
    }
}
