//! Units, then the unit's row, then the version: what is complete becomes visible, in that order.
//!
//! Chunks commit on two connections and in any order; a unit's row is written when its chunk and every earlier
//! one have committed on both, because a chunk uses ids that earlier ones brought. A version is published when
//! all its units have rows: its files, links and state in one short transaction.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::{mpsc, watch};

use super::fault::{self, Point};
use super::ids::Ids;
use super::outcome::{FileOutcome, UnitOrigin};
use super::plan::Plan;
use super::version::{ReadyVersion, publish_versions};
use crate::chunk::CopyBuffer;
use crate::db::connect::Connection;
use crate::db::copy::copy_buffer;
use crate::db::locks::Lock;
use crate::lang::PackageLayout;
use crate::limits;
use crate::report::{Stage, Tally, add};

/// What the other stages tell the publisher.
#[derive(Debug)]
pub enum Event {
    /// A version's files are about to be read.
    Begun { version: usize, layout: Arc<PackageLayout> },
    /// A chunk is on its way: its units' rows, to be written once it has committed on both connections.
    Sent { sequence: u64, units: CopyBuffer, unit_ids: Vec<i64> },
    /// One of the two loading connections has committed its part of a chunk.
    Committed { sequence: u64 },
    /// Files have been read, and their units extracted or found.
    Files(Vec<FileOutcome>),
}

/// Both loading connections.
const COMMITS_NEEDED: u8 = 2;

#[derive(Debug)]
struct SentChunk {
    units: CopyBuffer,
    unit_ids: Vec<i64>,
}

/// A version some of whose files are still on their way.
#[derive(Debug)]
struct OpenVersion {
    layout: Arc<PackageLayout>,
    outcomes: Vec<FileOutcome>,
    units_awaited: usize,
}

/// The publisher's state.
pub struct Publisher {
    client: Connection,
    plan: Arc<Plan>,
    ids: Arc<tokio::sync::RwLock<Ids>>,
    tally: Arc<Tally>,
    locks: Arc<Connection>,
    published: watch::Sender<u64>,
    sent: BTreeMap<u64, SentChunk>,
    commits: FxHashMap<u64, u8>,
    next_sequence: u64,
    /// Units of this run that have their row.
    published_units: FxHashSet<i64>,
    /// Units that another loader completed first: our id to the one that counts.
    replaced_units: FxHashMap<i64, i64>,
    open: FxHashMap<usize, OpenVersion>,
    waiting: FxHashMap<i64, Vec<usize>>,
    ready: Vec<ReadyVersion>,
    ready_files: usize,
}

impl Publisher {
    /// A publisher on a connection of its own.
    pub fn new(
        client: Connection,
        plan: Arc<Plan>,
        ids: Arc<tokio::sync::RwLock<Ids>>,
        tally: Arc<Tally>,
        locks: Arc<Connection>,
    ) -> Self {
        Self {
            client,
            plan,
            ids,
            tally,
            locks,
            published: watch::Sender::new(0),
            sent: BTreeMap::new(),
            commits: FxHashMap::default(),
            next_sequence: 0,
            published_units: FxHashSet::default(),
            replaced_units: FxHashMap::default(),
            open: FxHashMap::default(),
            waiting: FxHashMap::default(),
            ready: Vec::new(),
            ready_files: 0,
        }
    }

    /// The number of chunks whose units have their rows, as it grows.
    pub fn published(&self) -> watch::Receiver<u64> {
        self.published.subscribe()
    }

    /// Handles events until every sender is gone, then publishes what is left.
    ///
    /// # Errors
    /// The first that the server reports.
    pub async fn run(mut self, mut events: mpsc::Receiver<Event>) -> Result<()> {
        while let Some(event) = events.recv().await {
            match event {
                Event::Begun { version, layout } => self.begin(version, layout),
                Event::Sent { sequence, units, unit_ids } => {
                    self.sent.insert(sequence, SentChunk { units, unit_ids });
                }
                Event::Committed { sequence } => *self.commits.entry(sequence).or_default() += 1,
                Event::Files(outcomes) => outcomes.into_iter().for_each(|outcome| self.take(outcome)),
            }
            self.write_units().await?;
            if self.ready.len() >= limits::PUBLISH_VERSIONS_MAX
                || self.ready_files >= limits::PUBLISH_FILES_MAX
            {
                self.publish().await?;
            }
        }
        self.publish().await
    }

    fn begin(&mut self, version: usize, layout: Arc<PackageLayout>) {
        let files = self.plan.versions[version].found.files.len();
        let open = OpenVersion { layout, outcomes: Vec::with_capacity(files), units_awaited: 0 };
        self.open.insert(version, open);
        self.close_if_ready(version);
    }

    fn take(&mut self, outcome: FileOutcome) {
        let version = outcome.version;
        let Some(open) = self.open.get_mut(&version) else { return };
        if let Some(unit) = &outcome.unit
            && unit.origin == UnitOrigin::ThisRun
            && !self.published_units.contains(&unit.id)
        {
            open.units_awaited += 1;
            self.waiting.entry(unit.id).or_default().push(version);
        }
        open.outcomes.push(outcome);
        self.close_if_ready(version);
    }

    fn close_if_ready(&mut self, version: usize) {
        let planned = &self.plan.versions[version];
        let complete = self
            .open
            .get(&version)
            .is_some_and(|open| open.units_awaited == 0 && open.outcomes.len() == planned.found.files.len());
        if complete && let Some(mut open) = self.open.remove(&version) {
            for unit in open.outcomes.iter_mut().filter_map(|outcome| outcome.unit.as_mut()) {
                if let Some(&id) = self.replaced_units.get(&unit.id) {
                    unit.id = id;
                }
            }
            open.outcomes.sort_unstable_by_key(|outcome| outcome.file);
            self.ready_files += open.outcomes.len();
            self.ready.push(ReadyVersion { version, layout: open.layout, files: open.outcomes });
        }
    }

    /// Writes the rows of all units whose chunks, and every chunk before, have committed.
    async fn write_units(&mut self) -> Result<()> {
        while self.commits.get(&self.next_sequence) == Some(&COMMITS_NEEDED) {
            let Some(chunk) = self.sent.remove(&self.next_sequence) else { return Ok(()) };
            self.commits.remove(&self.next_sequence);
            self.next_sequence += 1;
            fault::reach(Point::UnitsDue);
            let began = Instant::now();
            let (rows, bytes) = (chunk.units.rows(), chunk.units.bytes());
            let replaced = {
                let ids = self.ids.read().await;
                match &*ids {
                    Ids::Reserved(_) => copy_buffer(&self.client, chunk.units).await.map(|_| Vec::new())?,
                    Ids::Merged(merger) => merger.lock().await.add_units(chunk.units).await?,
                }
            };
            fault::reach(Point::UnitsWritten);
            self.tally.spent(Stage::Publish, began);
            self.tally.passed(Stage::Publish, rows, bytes);
            self.tally.wrote("units", rows - replaced.len() as u64);
            self.drop_replaced(&replaced).await?;
            chunk.unit_ids.into_iter().for_each(|id| self.mark_published(id));
            self.published.send_replace(self.next_sequence);
        }
        Ok(())
    }

    /// Removes our facts of units that another loader completed first.
    async fn drop_replaced(&mut self, replaced: &[(i64, i64)]) -> Result<()> {
        if replaced.is_empty() {
            return Ok(());
        }
        let ours: Vec<i64> = replaced.iter().map(|&(ours, _)| ours).collect();
        for table in super::run::UNIT_FACTS {
            let delete = format!("delete from {table} where unit_id = any($1)");
            self.client.execute(&delete, &[&ours]).await.context("could not remove duplicate facts")?;
        }
        self.replaced_units.extend(replaced.iter().copied());
        Ok(())
    }

    fn mark_published(&mut self, unit: i64) {
        self.published_units.insert(unit);
        for version in self.waiting.remove(&unit).unwrap_or_default() {
            if let Some(open) = self.open.get_mut(&version) {
                open.units_awaited -= 1;
            }
            self.close_if_ready(version);
        }
    }

    async fn publish(&mut self) -> Result<()> {
        let ready = std::mem::take(&mut self.ready);
        self.ready_files = 0;
        if ready.is_empty() {
            return Ok(());
        }
        let published: Vec<i64> = ready.iter().map(|ready| self.plan.versions[ready.version].id).collect();
        let versions = published.len() as u64;
        publish_versions(&mut self.client, &self.plan, ready, &self.tally).await?;
        if !self.plan.target_was_empty {
            for id in published {
                Lock::Version(id).release(&self.locks, &self.plan.run.schemas.public).await?;
            }
        }
        add(&self.tally.versions_published, versions);
        add(&self.tally.versions_done, versions);
        Ok(())
    }
}
