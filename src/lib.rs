#![doc = include_str!("ARCHITECTURE.md")]

pub mod corpus;
pub mod model;
