//! Where ids come from: handed out by this run, or by the server.

use std::sync::Mutex;

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::finish;
use super::merge::Merger;
use super::plan::Plan;
use super::reserve::Reservation;
use super::session;
use crate::db::connect::Target;

/// The two ways, of which one is in effect at a time.
#[derive(Debug)]
pub enum Ids {
    /// The cheap path: this run is the only writer of an empty target.
    Reserved(Box<Mutex<Reservation>>),
    /// The merge path.
    Merged(Box<tokio::sync::Mutex<Merger>>),
}

impl Ids {
    /// Whether the cheap path must end: its maps have to know every key, and they have reached their budget.
    pub fn must_leave_cheap_path(&self) -> bool {
        match self {
            Self::Reserved(reservation) => {
                reservation.lock().is_ok_and(|reservation| reservation.maps.is_full())
            }
            Self::Merged(_) => false,
        }
    }

    /// How many chunks have been given a number on the cheap path.
    pub fn chunks_numbered(&self) -> u64 {
        match self {
            Self::Reserved(reservation) => reservation.lock().map_or(0, |reservation| reservation.chunks()),
            Self::Merged(_) => 0,
        }
    }

    /// Goes over from the cheap path to the merge path. Every chunk so far must have been published.
    ///
    /// From here on the server knows the keys: their unique indexes are built now, the sequences move past the ids
    /// that were handed out, and the maps, full as they are, stay as a cache of what they have.
    ///
    /// # Errors
    /// Where an index can't be built or the staging tables can't be made.
    pub async fn leave_cheap_path(&mut self, target: &Target, control: &Client, plan: &Plan) -> Result<()> {
        let Self::Reserved(reservation) = self else { return Ok(()) };
        let (maps, sequence) = reservation.get_mut().ok().context("a worker has panicked")?.give_up();
        finish::build_merge_keys(control).await?;
        let client = session::open_in(target, &plan.run.schemas).await?;
        let merger = Merger::new(client, maps, &plan.run, sequence).await?;
        *self = Self::Merged(Box::new(tokio::sync::Mutex::new(merger)));
        Ok(())
    }
}
