//! The house seen from the street: servers that tests start and stop, people who speak HTTP and WebSocket with them,
//! and the contract that every answer and frame is held against.

pub mod authorisation;
pub mod canary;
pub mod catalogue;
pub mod chance;
pub mod client;
pub mod cluster;
pub mod contract;
pub mod disk;
pub mod doors;
pub mod engine;
pub mod faults;
pub mod forge;
pub mod generate;
pub mod guard;
pub mod load;
pub mod network;
pub mod person;
pub mod postgres;
pub mod redis;
pub mod replay;
pub mod rooms;
pub mod scale;
pub mod scene;
pub mod schema;
pub mod secrecy;
pub mod server;
pub mod simulation;
pub mod socket;
pub mod times;
pub mod view;

pub use client::{Answer, Client};
pub use cluster::Cluster;
pub use contract::{Contract, contract};
pub use doors::Doors;
pub use engine::Engine;
pub use person::Person;
pub use server::Server;
pub use socket::Socket;

/// Makes a test of each function on each engine, with a fresh server: `on_both_engines![sending_twice_stores_once];`
#[macro_export]
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let server = $crate::Server::start($crate::Engine::Sqlite).await;
                super::$name(&server).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let server = $crate::Server::start($crate::Engine::Postgres).await;
                super::$name(&server).await;
            })+
        }
    };
}
