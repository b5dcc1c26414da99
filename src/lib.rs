#![doc = include_str!("ARCHITECTURE.md")]

pub mod chunk;
pub mod cli;
pub mod corpus;
pub mod db;
pub mod extract;
pub mod frameworks;
pub mod lang;
pub mod limits;
pub mod link;
pub mod model;
pub mod pipeline;
pub mod query;
pub mod report;
pub mod schema;
