//! Event streams with small buffers whose frames are not held against the contract: there are thousands of them, and the
//! generator is not what is to be measured.

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

const BUFFER: usize = 4096;
const CAUGHT_UP: &str = r#"{"type":"caught_up""#;

/// An open event stream.
pub struct Ear(WebSocketStream<TcpStream>);

impl Ear {
    /// Opens a stream, which resumes after a cursor or begins now.
    pub async fn open(address: &str, token: &str, cursor: Option<&str>) -> Result<Self> {
        let connection = TcpStream::connect(address).await.context("cannot connect")?;
        Self::over(connection, address, token, cursor).await
    }

    /// Opens a stream that is live and takes next to nothing as long as it is not read.
    pub async fn open_narrow(address: &str, token: &str) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(BUFFER as u32)?;
        let connection = socket.connect(address.parse()?).await.context("cannot connect")?;
        Self::over(connection, address, token, None).await?.live().await
    }

    async fn over(connection: TcpStream, address: &str, token: &str, cursor: Option<&str>) -> Result<Self> {
        let query = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
        let mut request = format!("ws://{address}/api/v1/events{query}").into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse()?);
        request.headers_mut().insert("sec-websocket-protocol", "causerie.v1".parse()?);
        connection.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
        let opened = client_async_with_config(request, connection, Some(config)).await;
        Ok(Self(opened.context("the event stream was refused")?.0))
    }

    /// Opens a stream and waits until it is live.
    pub async fn open_live(address: &str, token: &str) -> Result<Self> {
        Self::open(address, token, None).await?.live().await
    }

    async fn live(mut self) -> Result<Self> {
        while !is_caught_up(&self.next().await.context("the event stream ended before it was live")?) {}
        Ok(self)
    }

    /// The next frame; `None` once the server has closed. To read on answers the server's pings.
    pub async fn next(&mut self) -> Option<Utf8Bytes> {
        loop {
            match self.0.next().await? {
                Ok(Message::Text(text)) => return Some(text),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(_) | Err(_) => return None,
            }
        }
    }

    /// Closes in good order; whatever comes meanwhile is not heard.
    pub async fn close(mut self) -> Result<()> {
        match self.0.close(None).await {
            Ok(()) => Ok(()),
            Err(error) => bail!("cannot close: {error}"),
        }
    }
}

/// Whether this is the frame after which a stream is live.
pub fn is_caught_up(frame: &str) -> bool {
    frame.starts_with(CAUGHT_UP)
}
