//! The loading connections: each writes its own tables, a chunk a transaction.
//!
//! Two connections into different tables reach what two cores can take; two into one table would destroy the
//! physical order that makes the later index builds cheap (MEASURED.md).

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::sync::mpsc;

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

/// Writes jobs until the channel closes, telling the publisher of each that has committed. `points` are those before
/// and after each commit.
///
/// # Errors
/// The first that the server reports; nothing of that chunk is then visible.
pub async fn write_facts(
    client: Connection,
    mut jobs: mpsc::Receiver<CopyJob>,
    points: [Point; 2],
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
        client.batch_execute("commit").await.context("could not commit facts")?;
        fault::reach(points[1]);
        tally.spent(Stage::Facts, began);
        let told = events.send(Event::Committed { sequence: job.sequence }).await;
        told.ok().context("the publisher has stopped")?;
    }
    Ok(())
}
