//! Files of many versions to jobs, jobs to chunks, chunks to the loading connections: the driver of a load.
//!
//! Each job is a task of its own, so that none stands still while the driver waits for something else; its work is
//! done on the rayon threads. At most `in_flight_max` jobs exist at a time, which bounds the memory of sources, trees
//! and rows (`limits`).

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use tokio::sync::{RwLock, mpsc, watch};
use tokio::task::JoinSet;
use tokio_postgres::Client;

use super::cancel::Cancel;
use super::facts::CopyJob;
use super::fault::{self, Point};
use super::ids::Ids;
use super::job::{Claim, JobFile, ReadFile, extract_files, read_files};
use super::outcome::UnitOrigin;
use super::plan::{Plan, StoredVersion, stored_version};
use super::publish::Event;
use super::version::fingerprint_of;
use super::worker::on_rayon;
use crate::chunk::{Chunk, UnitKey, encode};
use crate::corpus::{content_sum, entry_points};
use crate::db::connect::{Connection, Target};
use crate::db::locks::Lock;
use crate::lang::PackageLayout;
use crate::limits;
use crate::report::{Stage, Tally, add};
use crate::schema::{Script, script};

const LOOKUP_UNITS: Script = script!("dimensions/units/lookup.sql");

/// Where the driver sends what it makes.
pub struct Outlets {
    /// Small dimensions and the facts that point to names.
    pub names_side: mpsc::Sender<CopyJob>,
    /// Contents, fragments and their sites.
    pub fragments_side: mpsc::Sender<CopyJob>,
    pub events: mpsc::Sender<Event>,
}

/// The driver.
pub struct Feed {
    pub plan: Arc<Plan>,
    pub ids: Arc<RwLock<Ids>>,
    pub tally: Arc<Tally>,
    pub outlets: Outlets,
    pub cancel: Cancel,
    /// Load again also what is unchanged.
    pub force: bool,
    /// Jobs at a time.
    pub in_flight_max: usize,
    /// Source bytes of a job.
    pub job_bytes: u64,
    pub target: Target,
    /// How many chunks have been published, by the publisher's word.
    pub published: watch::Receiver<u64>,
    /// A connection for the locks of versions, shared with the publisher.
    pub locks: Arc<Connection>,
    /// A connection that asks for existing units.
    pub lookup: Connection,
}

impl Feed {
    /// Reads, extracts and sends every version of the plan that is not unchanged.
    ///
    /// `control` holds the run's locks.
    ///
    /// # Errors
    /// The first of any stage.
    pub async fn run(self: &Arc<Self>, control: &mut Client) -> Result<()> {
        let mut jobs = JoinSet::new();
        let mut unit_ids: Range<i64> = 0..0;
        let mut batch: Vec<JobFile> = Vec::new();
        let mut batch_bytes = 0;
        for version in 0..self.plan.versions.len() {
            if self.cancel.is_set() {
                break;
            }
            if self.ids.read().await.must_leave_cheap_path() {
                drain(&mut jobs).await?;
                self.leave_cheap_path(control).await?;
            }
            if self.is_unchanged(version).await? {
                continue;
            }
            let layout = self.layout(version);
            let begun = Event::Begun { version, layout: Arc::clone(&layout) };
            self.outlets.events.send(begun).await.ok().context("the publisher has stopped")?;
            for (file, found) in self.plan.versions[version].found.files.iter().enumerate() {
                batch.push(JobFile { version, file, layout: Arc::clone(&layout) });
                batch_bytes += found.bytes;
                if batch_bytes >= self.job_bytes || batch.len() >= limits::JOB_FILES_MAX {
                    while jobs.len() >= self.in_flight_max {
                        end_one(&mut jobs).await?;
                    }
                    let ids = self.take_unit_ids(control, &mut unit_ids, batch.len()).await?;
                    jobs.spawn(Arc::clone(self).job(std::mem::take(&mut batch), ids));
                    batch_bytes = 0;
                    if self.cancel.is_set() {
                        break;
                    }
                }
            }
        }
        if !batch.is_empty() && !self.cancel.is_set() {
            let ids = self.take_unit_ids(control, &mut unit_ids, batch.len()).await?;
            jobs.spawn(Arc::clone(self).job(batch, ids));
        }
        drain(&mut jobs).await
    }

    /// Goes over to the merge path once everything that was sent has been published.
    async fn leave_cheap_path(&self, control: &Client) -> Result<()> {
        let sent = self.ids.read().await.chunks_numbered();
        let mut published = self.published.clone();
        published.wait_for(|&count| count >= sent).await.context("the publisher has stopped")?;
        self.ids.write().await.leave_cheap_path(&self.target, control, &self.plan).await?;
        fault::reach(Point::CheapPathLeft);
        Ok(())
    }

    /// Whether the version is in the database as it is on disk. Takes its lock on the way where others may load too.
    async fn is_unchanged(&self, version: usize) -> Result<bool> {
        if self.plan.target_was_empty {
            return Ok(false);
        }
        let planned = &self.plan.versions[version];
        let (lock, schema) = (Lock::Version(planned.id), &self.plan.run.schemas.public);
        // Polled, not waited for: the publisher lets go of our own locks on the same connection.
        while !lock.try_acquire(&self.locks, schema).await? {
            tokio::time::sleep(limits::VERSION_LOCK_POLL).await;
        }
        let Some(stored) = stored_version(&self.locks, planned.id).await? else { return Ok(false) };
        let unchanged = !self.force && self.matches(version, stored).await?;
        if unchanged {
            lock.release(&self.locks, schema).await?;
            add(&self.tally.versions_unchanged, 1);
            add(&self.tally.versions_done, 1);
            add(&self.tally.files_done, planned.found.files.len() as u64);
        }
        Ok(unchanged)
    }

    async fn matches(&self, version: usize, stored: StoredVersion) -> Result<bool> {
        let (plan, tally, layout) = (Arc::clone(&self.plan), Arc::clone(&self.tally), self.layout(version));
        on_rayon(move || {
            let files = 0..plan.versions[version].found.files.len();
            let job = |file| JobFile { version, file, layout: Arc::clone(&layout) };
            let read: Vec<ReadFile> = files
                .into_par_iter()
                .flat_map_iter(|file| read_files(&plan, &[job(file)], &tally))
                // The texts are not needed: content and language decide.
                .map(|read| ReadFile { pending: None, ..read })
                .collect();
            let found = &plan.versions[version].found.files;
            let mut contents: Vec<_> = read
                .iter()
                .map(|read| (found[read.outcome.file].path.as_str(), read.outcome.content))
                .collect();
            let fingerprint = fingerprint_of(read.iter().filter_map(|read| read.outcome.fingerprint));
            content_sum(&mut contents).as_slice() == stored.content_sum && fingerprint == stored.fingerprint
        })
        .await
    }

    fn layout(&self, version: usize) -> Arc<PackageLayout> {
        let found = &self.plan.versions[version].found;
        Arc::new(PackageLayout {
            ecosystem: found.id.ecosystem.clone(),
            name: found.id.name.clone(),
            paths: found.files.iter().map(|file| file.path.clone()).collect(),
            entries: entry_points(found),
        })
    }

    async fn take_unit_ids(
        &self,
        control: &mut Client,
        block: &mut Range<i64>,
        count: usize,
    ) -> Result<Range<i64>> {
        let count = count as i64;
        if block.end - block.start < count {
            let size = count.max(limits::UNIT_ID_BLOCK);
            let first = self.plan.run.reserve_units(control, size).await?;
            *block = first..first + size;
        }
        let taken = block.start..block.start + count;
        block.start = taken.end;
        Ok(taken)
    }

    /// One job from files to the loading connections.
    async fn job(self: Arc<Self>, files: Vec<JobFile>, unit_ids: Range<i64>) -> Result<()> {
        let (plan, tally) = (Arc::clone(&self.plan), Arc::clone(&self.tally));
        let read = on_rayon(move || read_files(&plan, &files, &tally)).await?;
        fault::reach(Point::Read);
        let claims = self.claim(&read, unit_ids).await?;
        let tally = Arc::clone(&self.tally);
        let (chunk, outcomes) = on_rayon(move || extract_files(read, &claims, &tally)).await?;
        fault::reach(Point::Extracted);
        if !chunk.is_empty() {
            self.send(chunk).await?;
        }
        let told = self.outlets.events.send(Event::Files(outcomes)).await;
        told.ok().context("the publisher has stopped")
    }

    /// Decides for each file whose its unit is: stored before, another job's, or this job's to extract.
    async fn claim(&self, read: &[ReadFile], unit_ids: Range<i64>) -> Result<Vec<Option<Claim>>> {
        let keys: Vec<Option<&UnitKey>> =
            read.iter().map(|file| file.pending.as_ref().map(|p| &p.key)).collect();
        let ids = self.ids.read().await;
        let stored = match &*ids {
            Ids::Reserved(_) => vec![None; keys.len()],
            Ids::Merged(_) => self.stored_units(&keys).await?,
        };
        let mut guard;
        let mut merger;
        let maps = match &*ids {
            Ids::Reserved(reservation) => {
                guard = reservation.lock().ok().context("a worker has panicked")?;
                &mut guard.maps
            }
            Ids::Merged(shared) => {
                merger = shared.lock().await;
                &mut merger.maps
            }
        };
        let claims = keys.iter().zip(stored).zip(unit_ids).map(|((key, stored), own)| {
            let key = (*key)?.hash();
            if let Some(id) = maps.units.get(key) {
                return Some(Claim { id, origin: UnitOrigin::ThisRun, extract_here: false });
            }
            if let Some(id) = stored {
                return Some(Claim { id, origin: UnitOrigin::Stored, extract_here: false });
            }
            maps.units.insert(key, own);
            Some(Claim { id: own, origin: UnitOrigin::ThisRun, extract_here: true })
        });
        Ok(claims.collect())
    }

    /// The ids of the units that the database has.
    async fn stored_units(&self, keys: &[Option<&UnitKey>]) -> Result<Vec<Option<i64>>> {
        let mut found = vec![None; keys.len()];
        let asked: Vec<usize> = (0..keys.len()).filter(|&index| keys[index].is_some()).collect();
        for part in asked.chunks(limits::UNIT_LOOKUP_KEYS_MAX) {
            let part_keys: Vec<&UnitKey> = part.iter().filter_map(|&index| keys[index]).collect();
            let hashes: Vec<&[u8]> = part_keys.iter().map(|key| key.content_hash.as_slice()).collect();
            let languages: Vec<i16> = part_keys.iter().map(|key| key.language).collect();
            let modules: Vec<String> =
                part_keys.iter().map(|key| crate::chunk::bounded_name(&key.module).into_owned()).collect();
            let fingerprints: Vec<i64> = part_keys.iter().map(|key| key.fingerprint).collect();
            let rows = self
                .lookup
                .query(
                    LOOKUP_UNITS.text,
                    &[&self.plan.run.org_id, &hashes, &languages, &modules, &fingerprints],
                )
                .await
                .context(LOOKUP_UNITS.path)?;
            for row in rows {
                found[part[row.get::<_, i64>(0) as usize - 1]] = Some(row.get(1));
            }
        }
        Ok(found)
    }

    /// Resolves and encodes a chunk and hands it to the loading connections.
    async fn send(&self, chunk: Chunk) -> Result<()> {
        let began = Instant::now();
        let org_id = self.plan.run.org_id;
        let keys = chunk.names.hashes().len() + chunk.terms.hashes().len() + chunk.fragments.len();
        let ids = self.ids.read().await;
        let chunk = Arc::new(chunk);
        let (resolved, sequence, dimensions) = match &*ids {
            Ids::Reserved(reservation) => {
                let reserved = reservation.lock().ok().context("a worker has panicked")?.resolve(&chunk)?;
                let (sequence, held) = (reserved.sequence, Arc::clone(&chunk));
                let (reserved, rows) = on_rayon(move || {
                    let rows = reserved.encode(&held, org_id);
                    (reserved, rows)
                })
                .await?;
                (reserved.ids, sequence, rows)
            }
            Ids::Merged(merger) => {
                let (resolved, sequence) = merger.lock().await.resolve(&chunk).await?;
                (resolved, sequence, (Vec::new(), Vec::new()))
            }
        };
        drop(ids);
        fault::reach(Point::Resolved);
        self.tally.spent(Stage::Resolve, began);
        self.tally.passed(Stage::Resolve, keys as u64, 0);
        let (tally, held) = (Arc::clone(&self.tally), Arc::clone(&chunk));
        let encoded = on_rayon(move || {
            let began = Instant::now();
            let encoded = encode(&held, &resolved, org_id);
            tally.spent(Stage::Encode, began);
            encoded
        })
        .await?;
        let unit_ids = chunk.units.iter().map(|unit| unit.id).collect();
        drop(chunk);
        let sent = Event::Sent { sequence, units: encoded.units, unit_ids };
        self.outlets.events.send(sent).await.ok().context("the publisher has stopped")?;
        let (mut names_side, mut fragments_side) = dimensions;
        names_side.extend([encoded.symbols, encoded.refs, encoded.imports, encoded.calls, encoded.comments]);
        fragments_side.push(encoded.fragment_sites);
        let names = self.outlets.names_side.send(CopyJob { sequence, buffers: names_side });
        let fragments = self.outlets.fragments_side.send(CopyJob { sequence, buffers: fragments_side });
        let (names, fragments) = futures::join!(names, fragments);
        if names.is_err() || fragments.is_err() {
            bail!("a loading connection has stopped");
        }
        Ok(())
    }
}

/// Waits until one job has ended.
async fn end_one(jobs: &mut JoinSet<Result<()>>) -> Result<()> {
    match jobs.join_next().await {
        Some(outcome) => outcome.context("a job has panicked")?,
        None => Ok(()),
    }
}

/// Waits until every job has ended.
async fn drain(jobs: &mut JoinSet<Result<()>>) -> Result<()> {
    while !jobs.is_empty() {
        end_one(jobs).await?;
    }
    Ok(())
}
