//! The loading connections: each writes its own tables, a chunk a transaction.
//!
//! Two connections into different tables reach what two cores can take; two into one table would destroy the
//! physical order that makes the later index builds cheap (MEASURED.md).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::sync::{mpsc, watch};

use super::fault::{self, Point};
use super::publish::Event;
use crate::chunk::CopyBuffer;
use crate::db::connect::Connection;
use crate::db::copy::copy_buffer;
use crate::report::{Stage, Tally};

/// The part of a chunk that one connection writes.
#[derive(Debug)]
pub struct CopyJob {
    /// The chunk's number.
    pub sequence: u64,
    /// In dependency order.
    pub buffers: Vec<CopyBuffer>,
}

/// Which commits wait for which. Fragments and postings refer to names and terms, whose ids this run may have handed out
/// itself: were they committed first and the run killed then, later names would be given the same ids.
#[derive(Debug)]
pub enum CommitOrder {
    /// The side that names and terms are on: says up to which chunk, without a gap, it has committed.
    Leads { committed: watch::Sender<u64>, ahead: BTreeSet<u64> },
    /// The other side: commits a chunk when that one and all before it are committed over there.
    Follows(watch::Receiver<u64>),
}

impl CommitOrder {
    /// The two sides.
    pub fn pair() -> (Self, Self) {
        let (committed, follower) = watch::channel(0);
        (Self::Leads { committed, ahead: BTreeSet::new() }, Self::Follows(follower))
    }

    async fn wait_for_turn(&mut self, sequence: u64) -> Result<()> {
        if let Self::Follows(leader) = self {
            leader
                .wait_for(|&next| next > sequence)
                .await
                .context("the other loading connection has stopped")?;
        }
        Ok(())
    }

    fn committed(&mut self, sequence: u64) {
        if let Self::Leads { committed, ahead } = self {
            ahead.insert(sequence);
            committed.send_modify(|next| {
                while ahead.remove(next) {
                    *next += 1;
                }
            });
        }
    }
}

/// Writes jobs until the channel closes, telling the publisher of each that has committed. `points` are those before
/// and after each commit.
///
/// # Errors
/// The first that the server reports; nothing of that chunk is then visible.
pub async fn write_facts(
    client: Connection,
    mut jobs: mpsc::Receiver<CopyJob>,
    points: [Point; 2],
    mut order: CommitOrder,
    events: mpsc::Sender<Event>,
    tally: Arc<Tally>,
) -> Result<()> {
    while let Some(job) = jobs.recv().await {
        let began = Instant::now();
        client.batch_execute("begin").await.context("could not load facts")?;
        for buffer in job.buffers {
            let (table, bytes) = (buffer.table().name, buffer.bytes());
            let rows = copy_buffer(&client, buffer).await?;
            tally.wrote(table, rows);
            tally.passed(Stage::Facts, rows, bytes);
        }
        fault::reach(points[0]);
        order.wait_for_turn(job.sequence).await?;
        client.batch_execute("commit").await.context("could not commit facts")?;
        order.committed(job.sequence);
        fault::reach(points[1]);
        tally.spent(Stage::Facts, began);
        let told = events.send(Event::Committed { sequence: job.sequence }).await;
        told.ok().context("the publisher has stopped")?;
    }
    Ok(())
}
