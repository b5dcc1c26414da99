#![doc = include_str!("ARCHITECTURE.md")]

pub mod extract;
pub mod lang;
pub mod limits;
pub mod model;
