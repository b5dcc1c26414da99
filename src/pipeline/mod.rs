//! The stages of a load.
pub mod facts;
pub mod finish;
mod id_map;
mod merge;
mod publish;
mod reserve;
mod run;
pub mod tally;
