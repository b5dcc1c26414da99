#![doc = include_str!("ARCHITECTURE.md")]

pub mod chunk;
pub mod corpus;
pub mod db;
pub mod limits;
pub mod model;
pub mod pipeline;
pub mod schema;
