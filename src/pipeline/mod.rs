//! The stages of a load.
mod id_map;
mod merge;
mod reserve;
