//! Everything that speaks to PostgreSQL. The only async code but for the pipeline that drives it.

pub mod connect;
pub mod environment;
pub mod private_server;
pub mod psql;
