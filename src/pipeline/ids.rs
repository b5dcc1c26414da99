//! Where ids come from: handed out by this run, or by the server.

use std::sync::Mutex;

use super::merge::Merger;
use super::reserve::Reservation;

/// The two ways, of which one is in effect at a time.
#[derive(Debug)]
pub enum Ids {
    /// The cheap path: this run is the only writer of an empty target.
    Reserved(Mutex<Reservation>),
    /// The merge path.
    Merged(tokio::sync::Mutex<Merger>),
}
