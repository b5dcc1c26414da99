//! The integration tests: one binary, one module a boundary.

mod connect;
mod refusal;
mod server;
mod tcp;
mod tls;
