#![doc = include_str!("ARCHITECTURE.md")]

pub mod db;
pub mod model;
pub mod report;
