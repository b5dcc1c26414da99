//! Everything that talks to PostgreSQL, and the only async code beside the pipeline that drives it.
//!
//! Knows tables as data (`schema`), not how their rows are made.

pub mod connect;
pub mod copy;
pub mod cpu;
pub mod environment;
pub mod locks;
pub mod migrate;
pub mod private_server;
pub mod psql;
pub mod retry;
pub mod script;
