//! The integration tests: one binary, one module a boundary.

mod connect;
mod corpus;
mod fixtures;
mod hostile;
mod links;
mod queries;
mod refusal;
mod server;
mod syntax;
mod tcp;
mod tls;
